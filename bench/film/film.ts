/**
 * `npm run bench:film`: how fast the page makes films, how large they are and how faithful, compared with ffmpeg where it has the
 * same format.
 * Walks of 120 frames of the shipped model at 256 px; encoders run in Chromium with their workers, as on the page. Needs ffmpeg.
 *   --only gif,apng   some of the formats
 *   --turns 1         how often each is made; the median is printed
 *   --walks 1         how many of the three walks
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from '@playwright/test';
import { build } from 'vite';
import type { FilmFormat, FilmSettings } from '../../src/export/film/contract.ts';
import type { GifChoices } from '../../src/export/film/encoders/gifChoices.ts';
import { launch, root, serve } from '../browser.ts';
import { ffmpegFrames, ffmpegGif, psnr } from './decode.ts';
import { renderWalks, type Walk } from './walks.ts';

const [frames, side, fps] = [120, 256, 25];
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    turns: { type: 'string', default: '3' },
    walks: { type: 'string', default: '3' },
  },
});
const turns = Number(values.turns);

interface Setup {
  name: string;
  format: FilmFormat;
  quality?: number;
  gif?: GifChoices;
  /** How many walks: the formats' speeds hardly differ among them. */
  walks: number;
}

const gif = (palette: GifChoices['palette'], dither: GifChoices['dither'] = 'none'): GifChoices => ({
  ...{ palette, dither, mostBytes: null },
});

const setups: Setup[] = [
  { name: 'GIF, one palette', format: 'gif', walks: 3 },
  { name: 'GIF, palette per frame', format: 'gif', gif: gif('per-frame'), quality: 0.5, walks: 3 },
  { name: 'GIF, blue noise', format: 'gif', gif: gif('global', 'blue-noise'), walks: 1 },
  { name: 'GIF under 500 KB', format: 'gif', gif: { ...gif('global'), mostBytes: 500_000 }, walks: 1 },
  { name: 'WebP, quality 0.9', format: 'webp', quality: 0.9, walks: 1 },
  { name: 'WebP, lossless', format: 'webp', quality: 1, walks: 1 },
  { name: 'APNG', format: 'apng', walks: 1 },
  { name: 'PNG frames', format: 'png-frames', walks: 1 },
  { name: 'contact sheet', format: 'contact-sheet', walks: 1 },
  { name: 'MP4', format: 'mp4', walks: 1 },
  { name: 'WebM', format: 'webm', walks: 1 },
];

function settingsOf({ format, quality = 0.75, gif: choices }: Setup): FilmSettings {
  const common = { width: side, height: side, fps, frames, loop: true, alpha: false, recipe: null };
  return { format, quality, ...common, ...(choices && { gif: choices }) };
}

const say = (...cells: (string | number)[]) => console.log(`| ${cells.join(' | ')} |`);
const kilobytes = (bytes: number) => Math.round(bytes / 1000);
const decibels = (value: number) => (value === Number.POSITIVE_INFINITY ? 'exact' : value.toFixed(2));
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

/** The frames of a file as others decode them; null for a file without frames. */
async function decoded(page: Page, { format }: Setup, base64: string): Promise<Buffer | null> {
  const file = Buffer.from(base64, 'base64');
  if (format === 'webp') {
    return Buffer.from(
      await page.evaluate(([film, type]) => globalThis.decodeFilm(film, type), [
        base64,
        'image/webp',
      ] as const),
      'base64',
    );
  }
  if (format === 'png-frames' || format === 'contact-sheet') return null;
  return ffmpegFrames(file, format === 'apng' ? 'png' : format);
}

/** Processor seconds of the browser's processes so far, which other programs on the machine hardly affect. */
async function processorSeconds(system: CDPSession): Promise<number> {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

async function measure(page: Page, system: CDPSession, setup: Setup, walks: readonly Walk[]): Promise<void> {
  for (const [i, walk] of walks.slice(0, setup.walks).entries()) {
    const times: number[] = [];
    const taken: number[] = [];
    let base64 = '';
    for (let turn = 0; turn < turns; turn++) {
      const asked = { walk: new URL(`walk${i}.rgba`, page.url()).href, settings: settingsOf(setup) };
      const before = await processorSeconds(system);
      const made = await page.evaluate((what) => globalThis.makeFilm(what), asked);
      taken.push((await processorSeconds(system)) - before);
      times.push(made.ms);
      base64 = made.base64;
    }
    const pixels = await decoded(page, setup, base64);
    const near =
      pixels === null
        ? ''
        : pixels.length === walk.pixels.length
          ? decibels(psnr(walk.pixels, pixels))
          : `${pixels.length / (4 * side * side)} frames`;
    const speed = `${Math.round((1000 * frames) / median(times))} (${times.map((ms) => Math.round((1000 * frames) / ms)).join(', ')})`;
    const each = ((1000 * median(taken)) / frames).toFixed(1);
    say(setup.name, walk.name, speed, each, kilobytes(Buffer.from(base64, 'base64').length), near);
  }
}

const walks = (await renderWalks(frames, side)).slice(0, Number(values.walks));
const outDir = join(root, 'node_modules', '.cache', 'zscape-bench-film');
await build({
  root: join(import.meta.dirname, 'page'),
  ...{ configFile: false, logLevel: 'error', base: './', publicDir: false },
  worker: { format: 'es' },
  build: { outDir, emptyOutDir: true, target: 'es2022' },
});
await mkdir(outDir, { recursive: true });
for (const [i, { pixels }] of walks.entries()) await writeFile(join(outDir, `walk${i}.rgba`), pixels);

const load = () => loadavg().map((one) => one.toFixed(1));
console.log(
  `${cpus()[0]?.model}, ${cpus().length} cores, load ${load().join(' ')}, ${new Date().toISOString()}`,
);
const chosen = setups.filter(({ format }) => !values.only || values.only.split(',').includes(format));
say('film', 'walk', 'frames a second', 'processor ms a frame', 'KB', 'PSNR, dB');
say('---', '---', '---:', '---:', '---:', '---:');
const served = await serve(outDir);
const browser = await launch(false);
try {
  const page = await browser.newPage();
  const system = await browser.newBrowserCDPSession();
  await page.goto(served.address);
  for (const setup of chosen) {
    await measure(page, system, setup, walks).catch((error: Error) => say(setup.name, error.message));
  }
} finally {
  await browser.close();
  await served.close();
}
if (chosen.some(({ format }) => format === 'gif')) {
  for (const { name, pixels } of walks) {
    for (const dither of [null, 'none']) {
      const file = ffmpegGif(pixels, side, fps, dither);
      const near = decibels(psnr(pixels, ffmpegFrames(file, 'gif')));
      say(
        `ffmpeg, ${dither === null ? 'its default' : 'no dithering'}`,
        name,
        '',
        kilobytes(file.length),
        near,
      );
    }
  }
}
console.log(`load at the end ${load().join(' ')}`);
