/**
 * How each row of a resized picture is computed from rows of the original, in all of ONNX's coordinate modes. Arithmetic
 * follows the specification, in float32 where rounding decides which row is nearest.
 */
import { Obstacle } from '../obstacle.ts';

export interface Sampling {
  readonly from: number;
  readonly to: number;
  /** As stated in the file; to / from if it states sizes. */
  readonly scale: number;
  /** `coordinate_transformation_mode` */
  readonly coordinates: string;
  /** For `tf_crop_and_resize`: start and end of the crop, as fractions of the way from the first row to the last. */
  readonly crop?: { readonly start: number; readonly end: number };
}

/**
 * Returns the position in the picture, in rows, from which row `i` of the result is sampled.
 * @throws Obstacle for an unknown mode.
 */
function placeOf(i: number, { from, to, scale, coordinates, crop }: Sampling): number {
  switch (coordinates) {
    case 'half_pixel':
      return (i + 0.5) / scale - 0.5;
    case 'pytorch_half_pixel':
      return to > 1 ? (i + 0.5) / scale - 0.5 : 0;
    case 'half_pixel_symmetric': {
      const adjusted = to / (scale * from);
      return (from / 2) * (1 - adjusted) + (i + 0.5) / scale - 0.5;
    }
    case 'align_corners':
      return to > 1 ? (i * (from - 1)) / (to - 1) : 0;
    case 'asymmetric':
      return i / scale;
    case 'tf_crop_and_resize': {
      const { start, end } = crop ?? { start: 0, end: 1 };
      const last = from - 1;
      return to > 1
        ? Math.fround(start * last + (i * (end - start) * last) / (to - 1))
        : 0.5 * (start + end) * last;
    }
    default:
      throw new Obstacle(
        `resizes with the coordinates "${coordinates}", which are unknown; export it with half_pixel or asymmetric`,
      );
  }
}

/** Returns for each row of the result whether it lies beyond the picture, which only happens with a crop. */
export function rowsOutside(sampling: Sampling): boolean[] {
  if (sampling.coordinates !== 'tf_crop_and_resize') return new Array<boolean>(sampling.to).fill(false);
  return Array.from({ length: sampling.to }, (_, i) => {
    const at = placeOf(i, sampling);
    return at < 0 || at > sampling.from - 1;
  });
}

/** Returns the nearest row for each row of the result. */
export function nearestRows(sampling: Sampling, mode: string): number[] {
  const round = rounding(mode);
  return rows(sampling, (at) => clamp(round(Math.fround(at)), sampling));
}

function rounding(mode: string): (x: number) => number {
  switch (mode) {
    case 'round_prefer_floor':
      return (x) => Math.ceil(x - 0.5);
    case 'round_prefer_ceil':
      return (x) => Math.floor(x + 0.5);
    case 'floor':
      return Math.floor;
    case 'ceil':
      return Math.ceil;
    default:
      throw new Obstacle(`rounds in the unknown way "${mode}"`);
  }
}

/** Rows to be added up, with one weight for each result row. */
export interface Tap {
  readonly rows: readonly number[];
  readonly weights: readonly number[];
}

/** Interpolates between two rows in proportion to the distance; positions outside are clamped to the edge. */
export function linearTaps(sampling: Sampling): Tap[] {
  const places = rows(sampling, (at) => Math.max(0, Math.min(sampling.from - 1, at)));
  const low = places.map(Math.floor);
  const share = places.map((at, i) => at - low[i]!);
  return [
    { rows: low, weights: share.map((part) => 1 - part) },
    { rows: low.map((row) => clamp(row + 1, sampling)), weights: share },
  ];
}

/** Combines four rows by Keys's cubic. @param excludeOutside omits rows beyond the edge, instead of repeating it. */
export function cubicTaps(sampling: Sampling, a: number, excludeOutside: boolean): Tap[] {
  const places = rows(sampling, (at) => at);
  const weights = places.map((at) => {
    const low = Math.floor(at);
    const own = [-1, 0, 1, 2].map((step) => {
      const outside = low + step < 0 || low + step >= sampling.from;
      return excludeOutside && outside ? 0 : keys(Math.abs(at - low - step), a);
    });
    const sum = own.reduce((total, one) => total + one, 0);
    return own.map((one) => one / sum);
  });
  return [-1, 0, 1, 2].map((step, k) => ({
    rows: places.map((at) => clamp(Math.floor(at) + step, sampling)),
    weights: weights.map((own) => own[k]!),
  }));
}

function keys(distance: number, a: number): number {
  const d = distance;
  if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  return d < 2 ? a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a : 0;
}

function rows(sampling: Sampling, of: (at: number) => number): number[] {
  return Array.from({ length: sampling.to }, (_, i) => of(placeOf(i, sampling)));
}

function clamp(row: number, { from }: Sampling): number {
  return Math.max(0, Math.min(from - 1, row));
}
