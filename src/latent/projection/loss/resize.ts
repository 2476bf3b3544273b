/** Reduces a target to a lower resolution: each new pixel is the mean of those it covers. */
import type { Target } from '../contract.ts';

/** Shrinks a target. @param resolution of the longer side, at most the target's */
export function shrinkTarget(target: Target, resolution: number): Target {
  const longest = Math.max(target.width, target.height);
  if (resolution >= longest) return target;
  const width = Math.max(1, Math.round((target.width * resolution) / longest));
  const height = Math.max(1, Math.round((target.height * resolution) / longest));
  const covered = (data: Float32Array, channels: number) =>
    meansOf(data, target.width, target.height, channels, width, height);
  return {
    ...target,
    data: covered(target.data, target.channels),
    width,
    height,
    mask: target.mask && covered(target.mask, 1),
  };
}

function meansOf(
  data: Float32Array,
  fromWidth: number,
  fromHeight: number,
  channels: number,
  width: number,
  height: number,
): Float32Array {
  const [columns, rows] = [coverage(fromWidth, width), coverage(fromHeight, height)];
  const means = new Float32Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (const [fromY, down] of rows[y]!) {
          for (const [fromX, along] of columns[x]!) {
            sum += down * along * data[(fromY * fromWidth + fromX) * channels + c]!;
          }
        }
        means[(y * width + x) * channels + c] = sum;
      }
    }
  }
  return means;
}

/** Returns for each new pixel the old ones that it covers, with their shares. */
function coverage(from: number, to: number): [number, number][][] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * scale, Math.min(from, (i + 1) * scale)];
    const covered: [number, number][] = [];
    for (let at = Math.floor(start); at < end; at++) {
      const share = (Math.min(end, at + 1) - Math.max(start, at)) / (end - start);
      if (share > 1e-9) covered.push([at, share]);
    }
    return covered;
  });
}
