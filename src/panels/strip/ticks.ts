/** What the latent strip shows, and what a point on it means. */

/** The value at the top edge of the strip, in standard deviations; at the bottom edge it is negative. */
export const stripReach = 3;

/** RGBA of one tick: dark at zero, blue below, amber above, full at 2.4 standard deviations. */
export function tickColour(value: number): [number, number, number, number] {
  const strength = Math.min(1, Math.abs(value) / 2.4);
  const [red, green, blue] = value < 0 ? [70, 120, 255] : [255, 168, 64];
  const mix = (dark: number, full: number) => Math.round(dark + (full - dark) * strength ** 1.3);
  return [mix(24, red), mix(25, green), mix(32, blue), 255];
}

/** The dimension at a horizontal position of the strip, 0 at its left end and 1 at its right. */
export function dimensionAt(x: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(x * size)));
}

/**
 * The value at a vertical position of the strip, 0 at the top (positive) and 1 at the bottom; close to the middle it
 * is zero.
 */
export function valueAt(y: number): number {
  const value = stripReach * (1 - 2 * Math.min(1, Math.max(0, y)));
  return Math.abs(value) < 0.15 ? 0 : value;
}
