/** The command line of `npm run dataset`. */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { ZscapeError } from '../../src/base/errors.ts';
import { MAX_SEED } from '../../src/base/random.ts';
import { factors } from './portraits/factors.ts';
import { type RecipeName, recipeNames } from './source.ts';
import { styleNames } from './styles.ts';

export interface DatasetArguments {
  readonly recipe: RecipeName;
  readonly count: number;
  /** How many images, counted from the end, are kept from training. */
  readonly heldOut: number;
  /** Pixels a side. */
  readonly size: number;
  readonly seed: number;
  readonly style: string;
  readonly out: string;
  readonly workers: number;
  /** A picture to look at, drawn instead of a data set. */
  readonly sheet?: string;
  readonly strips?: string;
  /** The one factor that `strips` shows. */
  readonly factor?: string;
}

export const usage = `Usage: npm run dataset -- [options]

Draws labelled images into compact shards. The same seed gives the same images.

  --recipe NAME  avatars (default), whose labels are names, or portraits, whose factors are numbers
  --count N      how many (default: 20000 avatars, 60000 portraits)
  --size N       pixels a side, a power of two from 4 to 1024 (default: 128)
  --held-out N   how many of them, counted from the end, are kept from training
                 (default: 0 for avatars, 24576 of 60000 for portraits)
  --style NAME   for avatars: avataaars (default), or another one of the collection:
                 ${styleNames.join(', ')}
  --seed N       0 to ${MAX_SEED} (default: 1)
  --out DIR      default: data/STYLE-SIZE or data/portraits-SIZE
  --workers N    processes (default: one per core)
  --sheet FILE   draws --count portraits (default: 64) side by side into a PNG or WebP file, in place of a data set
  --strips FILE  draws every factor of portraits from -2 to 2 in five steps, in place of a data set
  --factor ID    draws only this factor
  --help
`;

const options = {
  recipe: { type: 'string', default: 'avatars' },
  count: { type: 'string' },
  size: { type: 'string', default: '128' },
  'held-out': { type: 'string' },
  style: { type: 'string', default: 'avataaars' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string' },
  workers: { type: 'string', default: String(availableParallelism()) },
  sheet: { type: 'string' },
  strips: { type: 'string' },
  factor: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** A sheet of more portraits than this is too large to look at. */
const mostOnSheet = 1024;
const heldOutShare = 24_576 / 60_000;

/** @throws USAGE, naming what is wrong. */
export function parseDatasetArguments(argv: readonly string[]): DatasetArguments | 'help' {
  const values = parsed(argv);
  if (values.help) return 'help';
  const recipe = recipeNames.find((name) => name === values.recipe);
  if (recipe === undefined) {
    const known = recipeNames.join(', ');
    throw new ZscapeError('USAGE', `There is no recipe "${values.recipe}". Choose from: ${known}.`);
  }
  const size = whole('--size', values.size, 4, 1024);
  if (!Number.isInteger(Math.log2(size))) {
    throw new ZscapeError('USAGE', `--size must be a power of two from 4 to 1024, not ${size}.`);
  }
  const { sheet, strips, factor } = looks(recipe, values);
  const portraits = recipe === 'portraits';
  const usual = sheet !== undefined ? 64 : portraits ? 60_000 : 20_000;
  const most = sheet !== undefined ? mostOnSheet : 10_000_000;
  const count = whole('--count', values.count ?? String(usual), 1, most);
  const kept = portraits ? Math.round(count * heldOutShare) : 0;
  return {
    recipe,
    count,
    heldOut: whole('--held-out', values['held-out'] ?? String(kept), 0, count),
    size,
    seed: whole('--seed', values.seed, 0, MAX_SEED),
    style: values.style,
    out: values.out ?? `data/${portraits ? 'portraits' : values.style}-${size}`,
    workers: whole('--workers', values.workers, 1, 256),
    sheet,
    strips,
    factor,
  };
}

/** Reads the options for pictures to look at. @throws USAGE */
function looks(recipe: RecipeName, { sheet, strips, factor }: ReturnType<typeof parsed>) {
  const [option, file] = sheet !== undefined ? ['--sheet', sheet] : ['--strips', strips];
  if (factor !== undefined && strips === undefined) {
    throw new ZscapeError('USAGE', '--factor says which factor --strips FILE shows; add --strips FILE.');
  }
  if (file === undefined) return {};
  if (sheet !== undefined && strips !== undefined) {
    throw new ZscapeError('USAGE', '--sheet and --strips cannot be drawn at once; choose one.');
  }
  if (recipe !== 'portraits') {
    throw new ZscapeError('USAGE', `${option} works with --recipe portraits only, not with ${recipe}.`);
  }
  if (!['.png', '.webp'].includes(extname(file).toLowerCase())) {
    throw new ZscapeError('USAGE', `${option} takes a file that ends in .png or .webp, not "${file}".`);
  }
  if (factor !== undefined && !factors.some(({ id }) => id === factor)) {
    const known = factors.map(({ id }) => id).join(', ');
    throw new ZscapeError('USAGE', `There is no factor "${factor}". Choose from: ${known}.`);
  }
  return { sheet, strips, factor };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false }).values;
  } catch (error) {
    throw new ZscapeError('USAGE', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new ZscapeError('USAGE', `${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}
