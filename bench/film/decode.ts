/** Files as others read and make them: ffmpeg's frames, ffmpeg's own GIF, and how close frames are to the originals. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'zscape-bench-film-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const run = (args: readonly string[]): Buffer =>
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { maxBuffer: 1 << 30 });

/** All frames, RGBA, one after another. */
export const ffmpegFrames = (file: Uint8Array, extension: string): Buffer =>
  inFolder((folder) => {
    const path = join(folder, `film.${extension}`);
    writeFileSync(path, file);
    return run(['-i', path, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-']);
  });

/** A GIF by palettegen and paletteuse. @param dither null for ffmpeg's default */
export const ffmpegGif = (raw: Uint8Array, side: number, fps: number, dither: string | null): Buffer =>
  inFolder((folder) => {
    const [from, to] = [join(folder, 'walk.rgba'), join(folder, 'walk.gif')];
    writeFileSync(from, raw);
    const use = dither === null ? 'paletteuse' : `paletteuse=dither=${dither}`;
    const input = [
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgba',
      '-s',
      `${side}x${side}`,
      '-r',
      String(fps),
      '-i',
      from,
    ];
    run([...input, '-filter_complex', `split[a][b];[a]palettegen[p];[b][p]${use}`, to]);
    return readFileSync(to);
  });

/** PSNR in decibels over red, green and blue of all frames; infinite where all are the same. */
export function psnr(wanted: Uint8Array, got: Uint8Array): number {
  if (wanted.length !== got.length)
    throw new Error(`${got.length} bytes of pixels instead of ${wanted.length}`);
  let sum = 0;
  for (let i = 0; i < wanted.length; i++) if (i % 4 < 3) sum += (wanted[i]! - got[i]!) ** 2;
  return 10 * Math.log10(255 ** 2 / (sum / (0.75 * wanted.length)));
}
