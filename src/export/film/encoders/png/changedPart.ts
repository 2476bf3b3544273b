/** The part of a picture that has changed. */

export interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Returns the smallest rectangle with all pixels that differ; one pixel if none does, because a frame needs at least one.
 * @param before RGBA of the previous frame, or null for the first: then everything has changed
 */
export function changedPart(
  now: Uint8ClampedArray<ArrayBuffer>,
  before: Uint8ClampedArray<ArrayBuffer> | null,
  width: number,
  height: number,
): Part {
  if (!before) return { left: 0, top: 0, width, height };
  const [a, b] = [new Uint32Array(now.buffer), new Uint32Array(before.buffer)];
  let first = 0;
  while (first < a.length && a[first] === b[first]) first += 1;
  if (first === a.length) return { left: 0, top: 0, width: 1, height: 1 };
  let last = a.length - 1;
  while (a[last] === b[last]) last -= 1;
  const top = Math.floor(first / width);
  const bottom = Math.floor(last / width);
  let left = width;
  let right = -1;
  for (let y = top; y <= bottom; y++) {
    const row = y * width;
    for (let x = 0; x < left; x++) if (a[row + x] !== b[row + x]) left = x;
    for (let x = width - 1; x > right; x--) if (a[row + x] !== b[row + x]) right = x;
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Copies the pixels of a part: RGBA [part.height, part.width, 4]. */
export function cutPart(
  rgba: Uint8ClampedArray<ArrayBuffer>,
  width: number,
  part: Part,
): Uint8ClampedArray<ArrayBuffer> {
  const cut = new Uint8ClampedArray(4 * part.width * part.height);
  for (let y = 0; y < part.height; y++) {
    const from = 4 * ((part.top + y) * width + part.left);
    cut.set(rgba.subarray(from, from + 4 * part.width), 4 * y * part.width);
  }
  return cut;
}
