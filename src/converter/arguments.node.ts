/** The converter's command line. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { ZscapeError } from '../base/errors.ts';
import { bundleIdSchema } from '../bundle/schema.ts';
import type { ConvertOptions } from './options.ts';

export interface Arguments extends ConvertOptions {
  readonly input: string;
  readonly out: string;
  readonly makeDefault: boolean;
  readonly json: boolean;
}

export const usage = `Usage: npm run convert -- INPUT [options]

INPUT is a TF-Hub module or SavedModel: a folder, .tar.gz, .tar or .zip.

  --id ID              name of the bundle's folder (default: from the file's name)
  --title TITLE        what the page calls it
  --description TEXT
  --out DIR            where bundles are kept (default: public/models)
  --quantize KIND      none, float16 (default) or uint8
  --tags A,B           the graph with these tags; an empty text for the one without
  --signature NAME
  --licence NAME       with --licence-url URL and --credit TEXT
  --source NAME        with --source-url URL
  --default            show it first on the page
  --json               print one object instead of a sentence
  --help
`;

const options = {
  id: { type: 'string' },
  title: { type: 'string' },
  description: { type: 'string' },
  out: { type: 'string', default: 'public/models' },
  quantize: { type: 'string', default: 'float16' },
  tags: { type: 'string' },
  signature: { type: 'string' },
  licence: { type: 'string' },
  'licence-url': { type: 'string' },
  credit: { type: 'string' },
  source: { type: 'string' },
  'source-url': { type: 'string' },
  default: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** @throws USAGE, naming the option that is off. */
export function parseArguments(argv: readonly string[]): Arguments | 'help' {
  const { values, positionals } = parsed(argv);
  if (values.help) return 'help';
  const [input, ...more] = positionals;
  if (input === undefined || more.length > 0) {
    throw wrong(
      input === undefined ? 'Name the archive or folder to convert' : `Only one input, not also "${more[0]}"`,
    );
  }
  const quantization = values.quantize;
  if (quantization !== 'none' && quantization !== 'float16' && quantization !== 'uint8') {
    throw wrong(`--quantize is none, float16 or uint8, not "${quantization}"`);
  }
  const id = values.id ?? idOf(input);
  if (!v.is(bundleIdSchema, id)) {
    throw wrong(
      `"${id}" is no id: lower case letters, digits, . _ - and at most 64 of them; choose one with --id`,
    );
  }
  const licence = values.licence && {
    name: values.licence,
    ...(values['licence-url'] && { url: values['licence-url'] }),
    ...(values.credit && { credit: values.credit }),
  };
  const source = values.source && {
    name: values.source,
    ...(values['source-url'] && { url: values['source-url'] }),
  };
  return {
    input,
    id,
    out: values.out,
    quantization,
    makeDefault: values.default,
    json: values.json,
    title: values.title ?? id,
    ...(values.description && { description: values.description }),
    ...(values.tags !== undefined && { tags: values.tags.split(',').filter((tag) => tag !== '') }),
    ...(values.signature !== undefined && { signature: values.signature }),
    ...(licence && { licence }),
    ...(source && { source }),
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message.split('. ')[0]! : String(error));
  }
}

function wrong(what: string): ZscapeError {
  return new ZscapeError('USAGE', `${what}. See --help.`);
}

/** `path/My Model.tar.gz` becomes `my-model`. */
export function idOf(path: string): string {
  const name = basename(path)
    .toLowerCase()
    .replace(/\.(tar\.gz|tgz|tar|zip|safetensors)$/, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '');
  return name.slice(0, 64);
}
