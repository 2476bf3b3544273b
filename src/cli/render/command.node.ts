/** `npm run render` from its arguments to its last sentence. */

import { kernelTexts } from '../../../scripts/vite/kernels.ts';
import { throwIfCancelled, toPlainError, ZscapeError } from '../../base/errors.ts';
import { ProgressLine } from '../../converter/command/progress.node.ts';
import { compileVariant } from '../../engine/backends/wasm/compile.ts';
import type { Cell } from '../../export/batch/metadata.ts';
import { pictureName } from '../../export/batch/shards.ts';
import { canSpread, drawZ, usualSpread } from '../../latent/vector/drawn.ts';
import { parseArguments, type RenderArguments, usage } from './arguments.node.ts';
import { modelFolder, readManifest } from './model.node.ts';
import { openTarget, type Sample } from './target.node.ts';
import { renderAll } from './threads.node.ts';

const columns = ['file', 'seed', 'spread'];

/** Runs the command. @returns the exit code: 0 done, 1 not done. Errors are one line on standard error. */
export async function renderCommand(argv: readonly string[]): Promise<number> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const args = parseArguments(argv);
    process.stdout.write(args === 'help' ? usage : await render(args, abort.signal));
    return 0;
  } catch (error) {
    const { code, message } = toPlainError(error);
    process.stderr.write(`error[${code}]: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
    return 1;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** Renders all pictures. @returns the final sentence */
async function render(args: RenderArguments, signal: AbortSignal): Promise<string> {
  const started = performance.now();
  const { seeds, out, perFile, force, threads, size, format, quality } = args;
  const folder = await modelFolder(args.models, args.model);
  const { manifest, drawn } = await readManifest(folder);
  const longest = Math.max(manifest.image.width, manifest.image.height);
  if (size !== undefined && size > longest) {
    throw new ZscapeError(
      'USAGE',
      `--size ${size} is more than the ${longest} pixels that ${manifest.title} draws. See --help.`,
    );
  }
  if (args.spread !== undefined && !canSpread(drawn)) {
    throw new ZscapeError(
      'USAGE',
      `--spread makes no difference to ${manifest.title}, which normalises its latents. See --help.`,
    );
  }
  const spread = args.spread ?? usualSpread(drawn);
  const kernels = await compileVariant(await kernelTexts(), false);
  if (!kernels)
    throw new ZscapeError(
      'BACKEND_UNAVAILABLE',
      'This Node.js has no SIMD for WebAssembly. Use version 20.19 or newer.',
    );
  throwIfCancelled(signal);

  const target = openTarget({ out, samples: seeds.length, perFile, force, columns });
  const last = seeds.reduce((most, seed) => Math.max(most, seed), 0);
  const progress = new ProgressLine();
  /** Latents of pictures in progress. */
  const latents = new Map<number, Float32Array>();
  const begun = performance.now();
  try {
    await renderAll(seeds.length, {
      threads,
      signal,
      draw: { folder, manifest, kernels, size, encode: { format, quality } },
      latentAt(index) {
        const z = drawZ(drawn, seeds[index]!, spread);
        latents.set(index, z);
        return z;
      },
      take(index, picture) {
        const seed = seeds[index]!;
        const name = pictureName('seed', seed, last, format);
        const row: Cell[] = [name, seed, spread];
        target.add(picture, { name, z: latents.get(index)!, row } satisfies Sample);
        latents.delete(index);
        progress.show(
          `Drawing, ${left(index + 1, seeds.length, performance.now() - begun)}`,
          index + 1,
          seeds.length,
        );
      },
    });
  } finally {
    progress.clear();
    target.abandon();
  }
  const seconds = (performance.now() - started) / 1000;
  const summary = {
    model: manifest.id,
    pictures: seeds.length,
    files: target.files,
    bytes: target.bytes,
    seconds: Number(seconds.toFixed(3)),
    picturesPerSecond: Number(((1000 * seeds.length) / (performance.now() - begun)).toFixed(1)),
  };
  return args.json ? `${JSON.stringify(summary)}\n` : prose(summary);
}

/** Returns the remaining time, in words. @param ms spent on `done` pictures */
function left(done: number, total: number, ms: number): string {
  const seconds = Math.round(((ms / done) * (total - done)) / 1000);
  return seconds < 60 ? `${seconds} s left` : `${Math.floor(seconds / 60)} min ${seconds % 60} s left`;
}

function prose(summary: {
  model: string;
  pictures: number;
  files: readonly string[];
  bytes: number;
  seconds: number;
  picturesPerSecond: number;
}): string {
  const { model, pictures, files, bytes, seconds, picturesPerSecond } = summary;
  const where = files.length === 1 ? files[0] : `${files.length} files, ${files[0]} to ${files.at(-1)}`;
  return `${model}: ${pictures} pictures, ${(bytes / 1e6).toFixed(1)} MB in ${where} (${seconds.toFixed(1)} s, ${picturesPerSecond} pictures a second)\n`;
}
