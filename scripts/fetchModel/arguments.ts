/** The command line of `npm run fetch-model`. */
import { parseArgs } from 'node:util';
import { ZscapeError } from '../../src/base/errors.ts';
import { type KnownModel, knownModels } from './models.ts';

export interface FetchArguments {
  readonly model: KnownModel;
  readonly addresses: readonly string[];
  /** Where archives are kept. */
  readonly keep: string;
  readonly maxBytes: number;
  /** Passed on to the converter. */
  readonly converterOptions: readonly string[];
}

export const usage = `Usage: npm run fetch-model -- MODEL [options] [-- options of npm run convert]

MODEL is one of: ${knownModels.map(({ id }) => id).join(', ')}.
Downloads the archive its makers publish, converts it and adds it to the page's models.
A download that was stopped goes on where it was.

  --url URL       a mirror of the archive (or the environment variable ZSCAPE_MODEL_URL)
  --keep DIR      where archives are kept (default: downloads)
  --out DIR       where bundles are kept (default: public/models)
  --quantize KIND none, float16 (default) or uint8
  --max-bytes N   the largest archive to take (default: 1 GB)
  --help

HTTP_PROXY, HTTPS_PROXY and NO_PROXY are honoured.
`;

const options = {
  url: { type: 'string' },
  keep: { type: 'string', default: 'downloads' },
  out: { type: 'string' },
  quantize: { type: 'string' },
  'max-bytes': { type: 'string', default: '1000000000' },
  help: { type: 'boolean', default: false },
} as const;

/** @throws USAGE, naming what is off. */
export function parseFetchArguments(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): FetchArguments | 'help' {
  const split = argv.indexOf('--');
  const own = split === -1 ? argv : argv.slice(0, split);
  const passed = split === -1 ? [] : argv.slice(split + 1);
  const { values, positionals } = parsed(own);
  if (values.help) return 'help';
  const [name, ...more] = positionals;
  const there = knownModels.map(({ id }) => id).join(', ');
  if (name === undefined) throw wrong(`Name the model to fetch: ${there}`);
  if (more.length > 0) throw wrong(`Only one model at a time, not also "${more[0]}"`);
  const model = knownModels.find(({ id }) => id === name);
  if (model === undefined) throw wrong(`There is no model "${name}" to fetch. There is: ${there}`);
  const mirror = values.url ?? (environment.ZSCAPE_MODEL_URL || undefined);
  if (mirror !== undefined && !isWebAddress(mirror)) throw wrong(`"${mirror}" is no http or https address`);
  const maxBytes = Number(values['max-bytes']);
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) throw wrong('--max-bytes is a whole number');
  return {
    model,
    addresses: mirror === undefined ? model.addresses : [mirror],
    keep: values.keep,
    maxBytes,
    converterOptions: [
      ...(values.out === undefined ? [] : ['--out', values.out]),
      ...(values.quantize === undefined ? [] : ['--quantize', values.quantize]),
      ...passed,
    ],
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message.split('. ')[0]! : String(error));
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function wrong(what: string): ZscapeError {
  return new ZscapeError('USAGE', `${what}. See --help.`);
}
