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
  /** How many of the last images training never sees. */
  readonly heldOut: number;
  /** Pixels a side. */
  readonly size: number;
  readonly seed: number;
  readonly style: string;
  readonly out: string;
  readonly workers: number;
  /** Pictures to look at, which are drawn instead of a data set. */
  readonly sheet?: string;
  readonly strips?: string;
  /** The one factor that `strips` shows. */
  readonly factor?: string;
}

export const usage = `Usage: npm run dataset -- [options]

Draws labelled images into compact shards, the same ones for the same seed.

  --recipe NAME  avatars (default), whose labels are names, or portraits, whose factors are numbers
  --count N      how many (default: 20000 avatars, 60000 portraits)
  --size N       pixels a side, a power of two from 4 to 1024 (default: 128)
  --held-out N   how many of them, the last ones, are kept from training
                 (default: 0 of avatars, 24576 in 60000 of portraits)
  --style NAME   of avatars: avataaars (default), or another one of the collection:
                 ${styleNames.join(', ')}
  --seed N       0 to ${MAX_SEED} (default: 1)
  --out DIR      default: data/STYLE-SIZE or data/portraits-SIZE
  --workers N    processes (default: one a core)
  --sheet FILE   draws --count portraits (default: 64) side by side into a PNG or WebP file, and no data set
  --strips FILE  draws every factor of portraits from -2 to 2 in five steps, and no data set
  --factor ID    only this one
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

/** A sheet larger than this is no picture to look at. */
const mostOnSheet = 1024;
const heldOutShare = 24_576 / 60_000;

/** @throws USAGE, naming what is off. */
export function parseDatasetArguments(argv: readonly string[]): DatasetArguments | 'help' {
  const values = parsed(argv);
  if (values.help) return 'help';
  const recipe = recipeNames.find((name) => name === values.recipe);
  if (recipe === undefined) {
    const known = recipeNames.join(', ');
    throw new ZscapeError('USAGE', `There is no recipe "${values.recipe}". There is: ${known}.`);
  }
  const size = whole('--size', values.size, 4, 1024);
  if (!Number.isInteger(Math.log2(size))) {
    throw new ZscapeError('USAGE', `--size is a power of two from 4 to 1024, not ${size}.`);
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

/** What is drawn to be looked at. @throws USAGE */
function looks(recipe: RecipeName, { sheet, strips, factor }: ReturnType<typeof parsed>) {
  const [option, file] = sheet !== undefined ? ['--sheet', sheet] : ['--strips', strips];
  if (factor !== undefined && strips === undefined) {
    throw new ZscapeError('USAGE', '--factor says which factor --strips FILE shows; name such a file.');
  }
  if (file === undefined) return {};
  if (sheet !== undefined && strips !== undefined) {
    throw new ZscapeError('USAGE', 'Either --sheet or --strips can be drawn at once.');
  }
  if (recipe !== 'portraits') {
    throw new ZscapeError('USAGE', `${option} is drawn of --recipe portraits only, not of ${recipe}.`);
  }
  if (!['.png', '.webp'].includes(extname(file).toLowerCase())) {
    throw new ZscapeError('USAGE', `${option} takes a file that ends in .png or .webp, not "${file}".`);
  }
  if (factor !== undefined && !factors.some(({ id }) => id === factor)) {
    const known = factors.map(({ id }) => id).join(', ');
    throw new ZscapeError('USAGE', `There is no factor "${factor}". There is: ${known}.`);
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
  throw new ZscapeError('USAGE', `${name} is a whole number from ${least} to ${most}, not "${text}".`);
}
