/** What the growth network knows of a latent: its coordinates along the first cosines, and the length that is left. */

/**
 * Returns a function that reduces latents. PixelNorm of its results changes nothing but their scale, because the length of
 * the whole latent is kept.
 * @param count of rows 1, 2, ... of the orthonormal discrete cosine transform (DCT-II)
 * @param size of the latents
 * @returns takes z, float32 [size], already normalised if the network normalises it; returns float32 [count + 1]
 */
export function latentReducer(count: number, size: number): (z: Float32Array) => Float32Array {
  const scale = Math.sqrt(2 / size);
  const rows = Float64Array.from({ length: count * size }, (_, i) => {
    const [row, k] = [Math.floor(i / size) + 1, i % size];
    return scale * Math.cos((Math.PI / size) * row * (k + 0.5));
  });
  return (z) => {
    const found = new Float32Array(count + 1);
    let left = 0;
    for (const value of z) left += value * value;
    for (let row = 0; row < count; row++) {
      let along = 0;
      for (let k = 0; k < size; k++) along += z[k]! * rows[row * size + k]!;
      found[row] = along;
      left -= along * along;
    }
    found[count] = Math.sqrt(Math.max(0, left));
    return found;
  };
}
