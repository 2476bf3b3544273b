/** The command line of `npm run fetch-model`. */
import { parseArgs } from 'node:util';
import { ZscapeError } from '../../src/base/errors.ts';
import { type VariantName, variantNames } from '../../src/bundle/published/fileList.ts';
import type { PublishedModel } from '../../src/bundle/published/publishedModel.ts';
import { publishedModels } from '../../src/bundle/published/publishedModels.ts';

export interface FetchArguments {
  readonly model: PublishedModel;
  /** The published variant to take; null where an archive was asked for. */
  readonly variant: VariantName | null;
  /** Address of a folder with a `files.json`, used instead of the table's addresses; it ends in a slash. */
  readonly source: string | null;
  /** Addresses of its makers' archive, for when the published files cannot be had. */
  readonly archives: readonly string[];
  /** Where downloads are kept. */
  readonly keep: string;
  readonly maxBytes: number;
  /** Passed on to the converter. */
  readonly converterOptions: readonly string[];
}

export const usage = `Usage: npm run fetch-model -- MODEL [options] [-- options of npm run convert]

MODEL is one of: ${publishedModels.map(({ id }) => id).join(', ')}.
Downloads its published files, each checked against its hash, or else its makers' archive; then converts the model
and adds it to the page's models. A stopped download resumes where it left off.

  --variant NAME  uint8 (default, 8 bits) or float32 (full precision)
  --source URL    a folder with a files.json, instead of the published addresses
  --url URL       an archive instead (or the environment variable ZSCAPE_MODEL_URL)
  --keep DIR      where downloads are kept (default: downloads)
  --out DIR       where bundles are kept (default: public/models)
  --quantize KIND none, float16 or uint8 (default: that of the variant; float16 for an archive)
  --max-bytes N   the largest archive to take (default: 1 GB)
  --help

HTTP_PROXY, HTTPS_PROXY and NO_PROXY are honoured.
`;

const options = {
  variant: { type: 'string', default: 'uint8' },
  source: { type: 'string' },
  url: { type: 'string' },
  keep: { type: 'string', default: 'downloads' },
  out: { type: 'string' },
  quantize: { type: 'string' },
  'max-bytes': { type: 'string', default: '1000000000' },
  help: { type: 'boolean', default: false },
} as const;

/** @throws USAGE, naming what is wrong. */
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
  const there = publishedModels.map(({ id }) => id).join(', ');
  if (name === undefined) throw wrong(`Name the model to fetch: ${there}`);
  if (more.length > 0) throw wrong(`Fetch one model at a time: "${more[0]}" is one too many`);
  const model = publishedModels.find(({ id }) => id === name);
  if (model === undefined) throw wrong(`There is no model "${name}" to fetch. Choose from: ${there}`);
  const mirror = values.url ?? (environment.ZSCAPE_MODEL_URL || undefined);
  if (mirror !== undefined && !isWebAddress(mirror))
    throw wrong(`"${mirror}" is not an http or https address`);
  const variant = variantNames.find((one) => one === values.variant);
  if (variant === undefined)
    throw wrong(`--variant must be ${variantNames.join(' or ')}, not "${values.variant}"`);
  const { source } = values;
  if (source !== undefined && !isWebAddress(source))
    throw wrong(`"${source}" is not an http or https address`);
  const maxBytes = Number(values['max-bytes']);
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) throw wrong('--max-bytes must be a whole number');
  return {
    model,
    variant: mirror === undefined ? variant : null,
    source: source === undefined ? null : source.endsWith('/') ? source : `${source}/`,
    // If the user names a source, only that one will do.
    archives: mirror !== undefined ? [mirror] : source === undefined ? model.archives : [],
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
