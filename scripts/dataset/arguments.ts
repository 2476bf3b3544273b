/** The command line of `npm run dataset`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ZscapeError } from '../../src/base/errors.ts';
import { MAX_SEED } from '../../src/base/random.ts';
import { styleNames } from './styles.ts';

export interface DatasetArguments {
  readonly count: number;
  /** Pixels a side. */
  readonly size: number;
  readonly seed: number;
  readonly style: string;
  readonly out: string;
  readonly workers: number;
}

export const usage = `Usage: npm run dataset -- [options]

Draws labelled avatars into compact shards, the same ones for the same seed.

  --count N     how many (default: 20000)
  --size N      pixels a side, a power of two from 4 to 1024 (default: 128)
  --style NAME  avataaars (default), or another one of the collection:
                ${styleNames.join(', ')}
  --seed N      0 to ${MAX_SEED} (default: 1)
  --out DIR     default: data/STYLE-SIZE
  --workers N   threads (default: one a core)
  --help
`;

const options = {
  count: { type: 'string', default: '20000' },
  size: { type: 'string', default: '128' },
  style: { type: 'string', default: 'avataaars' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string' },
  workers: { type: 'string', default: String(availableParallelism()) },
  help: { type: 'boolean', default: false },
} as const;

/** @throws USAGE, naming what is off. */
export function parseDatasetArguments(argv: readonly string[]): DatasetArguments | 'help' {
  const values = parsed(argv);
  if (values.help) return 'help';
  const size = whole('--size', values.size, 4, 1024);
  if (!Number.isInteger(Math.log2(size))) {
    throw new ZscapeError('USAGE', `--size is a power of two from 4 to 1024, not ${size}.`);
  }
  return {
    count: whole('--count', values.count, 1, 10_000_000),
    size,
    seed: whole('--seed', values.seed, 0, MAX_SEED),
    style: values.style,
    out: values.out ?? `data/${values.style}-${size}`,
    workers: whole('--workers', values.workers, 1, 256),
  };
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
