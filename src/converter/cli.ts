/**
 * npm run convert -- <archive.tar.gz | folder> [--id ID] [--title T] [--out DIR] [--quantize none|float16|uint8]
 * Exit codes: 0 done, 2 wrong usage, 3 the model cannot be converted.
 */
import { toPlainError, ZscapeError } from '../base/errors.ts';
import { openPath } from './archive/open.node.ts';
import { type Arguments, parseArguments, usage } from './arguments.node.ts';
import { convert } from './convert.ts';
import type { Stage } from './options.ts';
import { ProgressLine } from './progress.node.ts';
import type { OpenRunner, Runner } from './verify/runner.ts';
import { writeBundle } from './write-bundle.node.ts';

async function main(argv: readonly string[]): Promise<void> {
  const started = performance.now();
  const args = parseArguments(argv);
  if (args === 'help') {
    process.stdout.write(usage);
    return;
  }
  const progress = new ProgressLine();
  try {
    const { bundle, dir } = await run(args, progress);
    progress.clear();
    const { manifest, entry } = bundle;
    const seconds = (performance.now() - started) / 1000;
    const summary = {
      id: manifest.id,
      dir,
      family: manifest.generator.family,
      latent: manifest.latent.size,
      image: [manifest.image.height, manifest.image.width, manifest.image.channels],
      bytes: entry.bytes,
      maxError: manifest.verified?.maxError ?? null,
      seconds: Number(seconds.toFixed(3)),
    };
    process.stdout.write(args.json ? `${JSON.stringify(summary)}\n` : prose(summary));
  } finally {
    progress.clear();
  }
}

async function run(args: Arguments, progress: ProgressLine) {
  const files = await openPath(args.input, {
    limits: args.limits,
    onProgress: (read, total) => progress.show('Reading', read, total),
  });
  try {
    const bundle = await convert(files, args, {
      openRunner,
      onProgress: (stage, done, total) => progress.show(stageNames[stage], done, total),
    });
    progress.show('Writing', 1, 1);
    return { bundle, dir: await writeBundle(bundle, args.out, args.makeDefault) };
  } finally {
    await files.close();
  }
}

const stageNames: Readonly<Record<Stage, string>> = {
  read: 'Reading',
  graph: 'Rewriting the graph',
  weights: 'Packing weights',
  calibrate: 'Measuring',
  verify: 'Comparing with the original',
  hash: 'Hashing',
};

/** Of weights: below this a second thread takes longer to start than it saves. */
const worthThreads = 4 * 2 ** 20;

/** TF.js is a second's worth of code, loaded only when something is to be measured. */
async function openRunner(model: Parameters<OpenRunner>[0]): Promise<Runner> {
  if (model.reduce((sum, { bytes }) => sum + bytes.length, 0) > worthThreads) {
    const { openPool } = await import('./verify/pool.node.ts');
    return openPool(model);
  }
  const { RunningModel } = await import('./verify/tfjs.ts');
  return RunningModel.load({ files: model });
}

function prose(summary: {
  id: string;
  dir: string;
  family: string;
  latent: number;
  image: readonly number[];
  bytes: number;
  maxError: number | null;
  seconds: number;
}): string {
  const { id, dir, family, latent, image, bytes, maxError, seconds } = summary;
  const [height, width, channels] = image;
  const error = maxError === null ? '' : `, largest difference from the original ${maxError.toPrecision(2)}`;
  return `${id}: ${family}, ${latent}-d latent to ${width}x${height}x${channels}, ${(bytes / 1e6).toFixed(1)} MB in ${dir}${error} (${seconds.toFixed(1)} s)\n`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const { code, message } = toPlainError(error);
  process.stderr.write(`error[${code}]: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
  if (error instanceof ZscapeError && code === 'USAGE') process.exitCode = 2;
  else process.exitCode = 3;
});
