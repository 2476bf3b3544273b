import type { FaceMap } from '../../store/state/journeys.ts';

/** A, B, C, ...: what the corners of the map are called. */
export function cornerLetter(index: number): string {
  return String.fromCharCode(65 + index);
}

/** `50 % across, 25 % down` */
export function pointInWords({ x, y }: Pick<FaceMap, 'x' | 'y'>): string {
  return `${Math.round(100 * x)} % across, ${Math.round(100 * y)} % down`;
}
