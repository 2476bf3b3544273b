/**
 * Returns how long frame number `index` is shown, in whole ticks, of which a second has `perSecond`. The rounding is
 * spread over the frames, so n frames last n / fps seconds to within half a tick: 30 a second are 3, 4, 3, 3, 4, 3, ...
 * hundredths.
 */
export function frameTicks(index: number, fps: number, perSecond: number): number {
  const at = (frame: number): number => Math.round((perSecond * frame) / fps);
  return at(index + 1) - at(index);
}
