/** Other programs that read what we write, if the machine has them: ffmpeg, gifsicle, pngcheck, libwebp's. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pixels } from './scenes.ts';

/** Whether a program can be started here. */
export const hasTool = (name: string): boolean => spawnSync(name, ['-version']).error === undefined;

/** Passes the path of a file with these bytes to `use`, while it runs. */
export function withFile<T>(name: string, bytes: Uint8Array, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'zscape-film-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns a program's output about a file, from both streams. @throws Error if it fails */
export function say(tool: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(tool, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout + stderr;
}

/** Returns all frames of a file as ffmpeg decodes them, each once: RGBA. */
export function ffmpegFrames(path: string, width: number, height: number): Pixels[] {
  const args = [
    '-v',
    'error',
    '-i',
    path,
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgba',
    '-',
  ];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 1 << 28 });
  const length = 4 * width * height;
  return Array.from({ length: bytes.length / length }, (_, i) =>
    Uint8ClampedArray.from(bytes.subarray(i * length, (i + 1) * length)),
  );
}

interface Probed {
  frames: number;
  /** Seconds. */
  durations: number[];
  width: number;
  height: number;
}

/** Returns ffprobe's counts. */
export function probe(path: string): Probed {
  const args = [
    '-v',
    'error',
    '-show_entries',
    'stream=width,height:packet=duration_time',
    '-of',
    'json',
    path,
  ];
  const { packets, streams } = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' }));
  return {
    frames: packets.length,
    durations: packets.map(({ duration_time }: { duration_time: string }) => Number(duration_time)),
    width: streams[0].width,
    height: streams[0].height,
  };
}
