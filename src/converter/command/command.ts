/** The converter as a command, started by `src/cli/convert.ts`. */
import { toPlainError, ZscapeError } from '../../base/errors.ts';
import { convert } from '../convert.ts';
import type { ConvertHooks, Stage } from '../options.ts';
import type { OpenRunner, OpenStock } from '../run/runner.ts';
import { type Arguments, parseArguments, usage } from './arguments.node.ts';
import { openInput } from './openInput.node.ts';
import { ProgressLine } from './progress.node.ts';
import { writeBundle } from './writeBundle.node.ts';

/** What the caller may supply. */
export type Extras = Pick<ConvertHooks, 'openKernels'>;

/**
 * Runs the command.
 * @returns the exit code: 0 done, 2 wrong usage, 3 the model cannot be converted. Errors are one line on standard error.
 */
export async function convertCommand(argv: readonly string[], extras: Extras = {}): Promise<number> {
  try {
    await main(argv, extras);
    return 0;
  } catch (error) {
    const { code, message } = toPlainError(error);
    process.stderr.write(`error[${code}]: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
    return error instanceof ZscapeError && code === 'USAGE' ? 2 : 3;
  }
}

async function main(argv: readonly string[], extras: Extras): Promise<void> {
  const started = performance.now();
  const args = parseArguments(argv);
  if (args === 'help') {
    process.stdout.write(usage);
    return;
  }
  const progress = new ProgressLine();
  try {
    const { bundle, dir } = await run(args, progress, extras);
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
    for (const warning of bundle.warnings) process.stderr.write(`warning: ${warning}\n`);
    const said = bundle.warnings.length > 0 ? { ...summary, warnings: bundle.warnings } : summary;
    process.stdout.write(args.json ? `${JSON.stringify(said)}\n` : prose(summary));
  } finally {
    progress.clear();
  }
}

async function run(args: Arguments, progress: ProgressLine, extras: Extras) {
  const files = await openInput(args.input, {
    limits: args.limits,
    onProgress: (stage, done, total) => progress.show(stage, done, total),
  });
  try {
    const bundle = await convert(files, args, {
      ...extras,
      openRunner,
      openStock,
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
  previews: 'Fitting preview heads',
  verify: 'Comparing with the original',
  hash: 'Hashing',
};

/** Bytes of weights below which a second thread takes longer to start than it saves. */
const worthThreads = 4 * 2 ** 20;
/** Work of one picture above which it must be possible to stop it; only a separate thread allows that. */
const worthEnding = 2e9;

/** TF.js takes a second to load, so it is imported only when something is to be measured. */
const openRunner: OpenRunner = async (model, { work }) => {
  const bytes = model.reduce((sum, file) => sum + file.bytes.length, 0);
  if (bytes > worthThreads || work > worthEnding) {
    const { openPool } = await import('../run/pool.node.ts');
    return openPool(model);
  }
  const { RunningModel } = await import('../run/tfjs.ts');
  return RunningModel.load({ files: model });
};

/** TF.js's layers, too, are imported only for a model made of them. */
const openStock: OpenStock = async (files) => {
  if (!files.paths.includes('model.json')) return undefined;
  const { openStockLayers } = await import('../run/stockLayers.ts');
  return openStockLayers(files);
};

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
