/** What the growth network knows of a latent: its coordinates along the first cosines, and the length that is left. */

/**
 * Reduces a latent. PixelNorm of the result changes nothing but its scale, because the length of the whole latent is kept.
 * @param z float32 [latent], already normalised if the network normalises it
 * @param count of rows 1, 2, ... of the orthonormal discrete cosine transform (DCT-II)
 * @returns float32 [count + 1]
 */
export function reducedLatent(z: Float32Array, count: number): Float32Array {
  const { length } = z;
  const found = new Float32Array(count + 1);
  let left = 0;
  for (const value of z) left += value * value;
  const scale = Math.sqrt(2 / length);
  for (let row = 1; row <= count; row++) {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += z[k]! * Math.cos((Math.PI / length) * row * (k + 0.5));
    const along = scale * sum;
    found[row - 1] = along;
    left -= along * along;
  }
  found[count] = Math.sqrt(Math.max(0, left));
  return found;
}
