/** A network's values as a small picture: squares of pixels become one pixel each, until the picture is at most 64 pixels wide. */
export function shrunk(
  values: Float32Array,
  { width, height, channels }: { width: number; height: number; channels: number },
): Uint8ClampedArray {
  const block = Math.max(1, Math.ceil(Math.max(width, height) / 64));
  const [columns, rows] = [Math.floor(width / block), Math.floor(height / block)];
  const small = new Uint8ClampedArray(4 * columns * rows).fill(255);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let i = 0; i < block * block; i++) {
          const pixel = (y * block + Math.floor(i / block)) * width + x * block + (i % block);
          const value = values[pixel * channels + (channels < 3 ? 0 : channel)]!;
          sum += Math.min(255, Math.max(0, 127.5 * (value + 1)));
        }
        small[4 * (y * columns + x) + channel] = sum / (block * block);
      }
    }
  }
  return small;
}
