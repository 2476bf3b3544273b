/** Converts colours to and from the browser's colour input. */
import type { Colour } from '../../../photo/contract.ts';

export const hexOf = (colour: Colour): string =>
  `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;

/** @param hex `#` and six digits, the only form that the input returns */
export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
