/** Reads the command line of `npm run render`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { batchLimits, type PictureFormat, pictureFormats } from '../../base/batchLimits.ts';
import { ZscapeError } from '../../base/errors.ts';
import { MAX_SEED } from '../../base/random.ts';

export interface RenderArguments {
  /** An id in the catalogue or a folder; undefined for the catalogue's default. */
  readonly model: string | undefined;
  /** The folder with the models. */
  readonly models: string;
  readonly seeds: readonly number[];
  readonly out: string;
  /** Longest side in pixels; the model's own when undefined. */
  readonly size: number | undefined;
  readonly spread: number | undefined;
  readonly threads: number;
  readonly perFile: number;
  readonly format: PictureFormat;
  /** 1 to 100; ignored for PNG. */
  readonly quality: number;
  readonly force: boolean;
  readonly json: boolean;
}

const mostThreads = 64;

export const usage = `Usage: npm run render -- --seeds A-B --out DIR|FILE.zip [options]

Draws the pictures of many seeds without a browser, on several threads. A seed gives the same latent as on the page and
the same picture, apart from rounding. The output also has latents.npy and metadata.csv.

  --model ID        a model in --models, or a bundle's folder (default: the page's default model)
  --models DIR      folder of bundles (default: public/models)
  --seeds LIST      whole numbers and ranges such as 0-9999 or 7,20-29; at most ${batchLimits.samples.highest} seeds
  --out PLACE       a folder, or a file whose name ends in .zip
  --format NAME     png, webp or jpeg (default: png)
  --quality N       quality of WebP and JPEG, 1 to 100 (default 90)
  --size N          longest side in pixels, at most the model's own (default: the model's own)
  --spread X        factor for the random vectors, from 0 to 3 (default: the model's usual spread)
  --threads N       number of drawing threads (default: one per core, up to 8)
  --per-file N      most pictures per .zip, ${batchLimits.perFile.lowest} to ${batchLimits.perFile.highest} (default ${batchLimits.perFile.highest}); several are numbered
  --force           replace existing files
  --json            print the result as JSON
  --help
`;

const options = {
  model: { type: 'string' },
  models: { type: 'string', default: 'public/models' },
  seeds: { type: 'string' },
  out: { type: 'string' },
  format: { type: 'string', default: 'png' },
  quality: { type: 'string', default: '90' },
  size: { type: 'string' },
  spread: { type: 'string' },
  threads: { type: 'string' },
  'per-file': { type: 'string', default: String(batchLimits.perFile.highest) },
  force: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Parses the arguments. @throws USAGE, SEED_INVALID: naming the option that is wrong. */
export function parseArguments(argv: readonly string[]): RenderArguments | 'help' {
  const values = parsed(argv);
  if (values.help) return 'help';
  if (values.seeds === undefined) throw wrong('State which seeds to draw, such as --seeds 0-99');
  if (!values.out) throw wrong('State where to put the pictures, with --out DIR or --out FILE.zip');
  const whole = (name: string, text: string, lowest: number, highest: number) =>
    number(name, text, (x) => Number.isInteger(x) && x >= lowest && x <= highest);
  const { size, spread, threads } = values;
  const { lowest, highest } = batchLimits.perFile;
  return {
    model: values.model,
    models: values.models,
    seeds: parseSeeds(values.seeds),
    out: values.out,
    size: size === undefined ? undefined : whole('size', size, 1, 1 << 14),
    spread: spread === undefined ? undefined : number('spread', spread, (x) => x >= 0 && x <= 3),
    threads:
      threads === undefined ? Math.min(8, availableParallelism()) : whole('threads', threads, 1, mostThreads),
    format: formatOf(values.format),
    quality: whole('quality', values.quality, 1, 100),
    perFile: whole('per-file', values['per-file'], lowest, highest),
    force: values.force,
    json: values.json,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false, strict: true }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message.split('. ')[0]! : String(error));
  }
}

/**
 * Reads the seeds of a list such as `7,20-29`, each once, in the given order.
 * @throws SEED_INVALID for anything but a list of seeds, for a range that ends before it begins, and for too many
 */
export function parseSeeds(text: string): number[] {
  const seeds = new Set<number>();
  const { highest } = batchLimits.samples;
  const refuse = (why: string): never => {
    throw new ZscapeError('SEED_INVALID', `--seeds ${why}. See --help.`);
  };
  for (const part of text.split(',')) {
    const [, from = '', to = from] = /^\s*(\d{1,12})(?:\s*-\s*(\d{1,12}))?\s*$/.exec(part) ?? [];
    if (from === '')
      refuse(`takes whole numbers and ranges such as 0-9999 or 7,20-29, not "${part.slice(0, 40)}"`);
    const [first, last] = [Number(from), Number(to)];
    if (last > MAX_SEED || first > MAX_SEED)
      refuse(`goes from 0 to ${MAX_SEED}, but "${part.trim()}" goes beyond`);
    if (last < first) refuse(`"${part.trim()}" ends before it begins: write ${last}-${first}`);
    if (last - first >= highest)
      refuse(`asks for ${last - first + 1} pictures, but one run draws at most ${highest}`);
    for (let seed = first; seed <= last; seed++) seeds.add(seed);
    if (seeds.size > highest) refuse(`asks for more than ${highest} pictures, the most for one run`);
  }
  return [...seeds];
}

function formatOf(text: string): PictureFormat {
  const name = text === 'jpg' ? 'jpeg' : text;
  const format = pictureFormats.find((one) => one === name);
  if (format) return format;
  throw wrong(`--format must be one of ${pictureFormats.join(', ')}, not "${text.slice(0, 40)}"`);
}

function wrong(what: string): ZscapeError {
  return new ZscapeError('USAGE', `${what}. See --help.`);
}

function number(name: string, text: string, fits: (x: number) => boolean): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && fits(value)) return value;
  throw wrong(`--${name} cannot be "${text.slice(0, 40)}"`);
}
