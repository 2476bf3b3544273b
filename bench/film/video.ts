/**
 * npm run bench:video -- [--frames N] [--side N] [--turns N]
 * Measures how fast the page's worker makes MP4 and WebM films of a walk in Chromium without a GPU, how large they are and how
 * close to the frames (PSNR), and the same for ffmpeg with its defaults, on the same frames in the same run.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { createServer, type Plugin } from 'vite';
import { launch, root } from '../browser.ts';
import { renderWalks, type Walk } from './walks.ts';

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '120' },
    side: { type: 'string', default: '256' },
    turns: { type: 'string', default: '3' },
  },
});
const fps = 24;
const formats = ['webm', 'mp4'] as const;

const folder = mkdtempSync(join(tmpdir(), 'zscape-film-'));
const walks = await renderWalks(Number(values.frames), Number(values.side));

interface Made {
  bytes: Buffer;
  seconds: number;
}

/** Serves the sources, an empty page, and the frames of a walk. */
function frameServer(): Plugin {
  return {
    name: 'zscape:frames',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const walk = /^\/frames\/(\d+)$/.exec(request.url ?? '')?.[1];
        if (walk !== undefined) return response.end(walks[Number(walk)]!.pixels);
        if (request.url !== '/empty') return next();
        response.setHeader('content-type', 'text/html');
        return response.end('<!doctype html><title>film</title>');
      });
    },
  };
}

/** One film, made by the page's own code. */
async function makeHere(page: Page, index: number, format: string): Promise<Made> {
  const { side, frames } = walks[index]!;
  const ask = { index, format, side, count: frames.length, fps };
  const made = await page.evaluate(async ({ index, format, side, count, fps }) => {
    const address = '/src/export/film/film.ts';
    const { makeFilm } = (await import(
      /* @vite-ignore */ address
    )) as typeof import('../../src/export/film/film.ts');
    const bytes = new Uint8ClampedArray(await (await fetch(`/frames/${index}`)).arrayBuffer());
    const images = await Promise.all(
      Array.from({ length: count }, (_, i) =>
        createImageBitmap(
          new ImageData(bytes.slice(i * side * side * 4, (i + 1) * side * side * 4), side, side),
        ),
      ),
    );
    let begun = 0;
    const { file } = await makeFilm(images, {
      settings: {
        ...{ format: format as 'mp4', width: side, height: side, fps, frames: count },
        ...{ loop: true, quality: 0.75, alpha: false, recipe: null },
      },
      look: { scaling: 'smooth', background: '#ffffff', caption: null },
      place: { kind: 'kept' },
      // The time that the worker and the encoder take to start is not part of the frame rate.
      onProgress: (frame) => {
        if (frame === 1) begun = performance.now();
      },
    });
    // Progress counts frames handed to the encoder; all are encoded once there is a file.
    const ended = performance.now();
    const url = await new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.readAsDataURL(file!);
    });
    return {
      text: url.slice(url.indexOf(',') + 1),
      seconds: ((ended - begun) / 1000) * (count / (count - 1)),
    };
  }, ask);
  return { bytes: Buffer.from(made.text, 'base64'), seconds: made.seconds };
}

function ffmpeg(args: string[], input?: Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args], {
    ...(input && { input }),
    maxBuffer: 2 ** 31 - 1,
  });
  if (status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** The same film by ffmpeg, with its defaults. */
function makeThere(walk: Walk, format: string): Made {
  const out = join(folder, `there.${format}`);
  const begun = performance.now();
  const size = `${walk.side}x${walk.side}`;
  ffmpeg(
    ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', size, '-r', String(fps), '-i', '-', out],
    Buffer.from(walk.pixels.buffer, walk.pixels.byteOffset, walk.pixels.byteLength),
  );
  const seconds = (performance.now() - begun) / 1000;
  return { bytes: readFileSync(out), seconds };
}

/** Peak signal to noise ratio over all frames and the three colours, in dB, as ffmpeg decodes the file. */
function psnr({ side, frames }: Walk, file: string): { decibels: number; decoded: number } {
  const rgb = ffmpeg(['-i', file, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-']);
  const pixels = side * side;
  let sum = 0;
  frames.forEach((frame, f) => {
    for (let p = 0; p < pixels; p++) {
      for (let c = 0; c < 3; c++) sum += (frame[4 * p + c]! - rgb[3 * (f * pixels + p) + c]!) ** 2;
    }
  });
  const mean = sum / (3 * pixels * frames.length);
  return { decibels: 10 * Math.log10(255 ** 2 / mean), decoded: rgb.length / (3 * pixels) };
}

const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  plugins: [frameServer()],
  optimizeDeps: { include: ['mediabunny'], noDiscovery: true },
  server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
});
await server.listen();
const browser = await launch(false);
console.log(`${values.frames} frames of ${values.side} px, load ${loadavg()[0]!.toFixed(1)}.\n`);
console.log(
  '| walk | format | by | frames/s | kB | PSNR, dB | frames |\n| --- | --- | --- | --- | --- | --- | --- |',
);
try {
  const page = await browser.newPage();
  // The compiler's helper for names must exist on the page, too.
  await page.addInitScript('globalThis.__name ??= (named) => named');
  await page.goto(`${server.resolvedUrls!.local[0]}empty`);
  for (const [index, walk] of walks.entries()) {
    for (const format of formats) {
      const turns: Made[] = [];
      for (let turn = 0; turn < Number(values.turns); turn++) turns.push(await makeHere(page, index, format));
      report(walk, format, 'this page', turns);
      report(walk, format, 'ffmpeg', [makeThere(walk, format)]);
    }
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Prints the fastest of the turns: a shared machine can only make work slower. */
function report(walk: Walk, format: string, by: string, turns: Made[]): void {
  const { bytes } = turns[0]!;
  const file = join(folder, `${by === 'ffmpeg' ? 'there' : 'here'}.${format}`);
  writeFileSync(file, bytes);
  const { decibels, decoded } = psnr(walk, file);
  const pace = walk.frames.length / Math.min(...turns.map(({ seconds }) => seconds));
  console.log(
    `| ${walk.name} | ${format} | ${by} | ${pace.toFixed(0)} | ${(bytes.length / 1000).toFixed(1)} | ${decibels.toFixed(1)} | ${decoded} |`,
  );
}
