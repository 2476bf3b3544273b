/** Reads the converter's command line. */
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { description, textOf, title, webAddress } from '../../bundle/schema/limits.ts';
import { type BundleManifest, bundleIdSchema } from '../../bundle/schema/manifest.ts';
import { faces } from '../../bundle/schema/sampling.ts';
import { nameFromAddress } from '../address/naming.ts';
import { isAddress, understandAddress } from '../address/understand.ts';
import type { ArchiveLimits } from '../archive/limits.ts';
import type { Range } from '../measure/calibrate/range.ts';
import { nameFromPath } from '../naming.ts';
import type { ConvertOptions } from '../options.ts';
import { signatureWishes } from './signatureWishes.node.ts';

export interface Arguments extends ConvertOptions {
  readonly input: string;
  readonly out: string;
  readonly limits: Partial<ArchiveLimits>;
  readonly makeDefault: boolean;
  readonly json: boolean;
}

export const usage = `Usage: npm run convert -- INPUT [options]

INPUT is a file or folder, or its https address: a TF-Hub module or SavedModel (a folder, .tar.gz, .tar or .zip), a Keras
model (.h5 or .keras), a TF.js model (its .json or folder), an .onnx file, or a .safetensors file of a trained ProGAN.

  --id ID              name of the bundle's folder (default: from the file's name)
  --title TITLE        its name on the page
  --description TEXT
  --out DIR            folder for bundles (default: public/models)
  --quantize KIND      none, float16, uint8 or as-it-came (each weight as narrow as its file has it);
                       default: float16, or none for less than 1 MB of weights; if rounding changes the pictures too much, the next finer kind
  --verify N           compare N pictures with the original (default 4; 0 for none)
  --tolerance X        largest difference allowed, in image values
  --range LOW,HIGH     image values of black and white (default: measured)
  --prior KIND         normal (default) or uniform, on [-1, 1]
  --faces X,Y,X,Y,X,Y  positions of left eye, right eye and mouth, as shares of width
                       and height, if the model draws all faces in the same place
  --calibrate KIND     full, light, quick or none (default: as much as fits in a minute;
                       without --verify a large network is not run at all)
  --max-size MB        most megabytes when unpacked (default 768)
  --max-ratio N        most unpacked bytes per packed byte (default 200)
  --max-memory MB      most memory for one picture (default 2048)
  --max-work N         most multiplications for one picture, in billions (default 200)
  --latent NAME        the latent input, if there are several inputs
  --output NAME        the picture output (default: the largest)
  --image HxWxC        size of a picture that comes as a flat row and is not
                       square, such as 28x20x1; CxHxW if channels come first
  --bind NAME=VALUE    give another input a fixed value: one number, a list
                       such as 0,0,1, true or false; can be repeated
  --class-names WHICH  names of the classes: a list such as cat,dog, or a file
                       with one name per line (.txt) or a list (.json)
  --tags A,B           the graph with these tags; empty for the one without tags
  --signature NAME
  --licence NAME       with --licence-url URL and --credit TEXT
  --source NAME        with --source-url URL
  --default            show it first on the page
  --json               print the result as JSON
  --help
`;

const options = {
  id: { type: 'string' },
  title: { type: 'string' },
  description: { type: 'string' },
  out: { type: 'string', default: 'public/models' },
  quantize: { type: 'string' },
  verify: { type: 'string', default: '4' },
  tolerance: { type: 'string' },
  range: { type: 'string' },
  prior: { type: 'string' },
  faces: { type: 'string' },
  calibrate: { type: 'string' },
  'max-size': { type: 'string' },
  'max-ratio': { type: 'string' },
  'max-memory': { type: 'string' },
  'max-work': { type: 'string' },
  latent: { type: 'string' },
  output: { type: 'string' },
  image: { type: 'string' },
  bind: { type: 'string', multiple: true },
  'class-names': { type: 'string' },
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

/** Parses the arguments. @throws USAGE, naming the option that is wrong. */
export function parseArguments(argv: readonly string[]): Arguments | 'help' {
  const { values, positionals } = parsed(argv);
  if (values.help) return 'help';
  const [input, ...more] = positionals;
  if (input === undefined || more.length > 0) {
    throw wrong(
      input === undefined
        ? 'Name the archive or folder to convert'
        : `Give only one input; "${more[0]}" is one too many`,
    );
  }
  const storages = ['none', 'float16', 'uint8', 'as-it-came'] as const;
  const quantization =
    values.quantize === undefined ? undefined : oneOf('quantize', values.quantize, storages);
  const named = nameOf(input);
  const id = values.id ?? named.id;
  if (!v.is(bundleIdSchema, id)) {
    throw wrong(
      `"${id}" is not a valid id. Set one with --id: at most 64 lower-case letters, digits and . _ -`,
    );
  }
  checkTexts(values);
  const licence = values.licence && {
    name: values.licence,
    ...(values['licence-url'] && { url: values['licence-url'] }),
    ...(values.credit && { credit: values.credit }),
  };
  const source = values.source
    ? { name: values.source, ...(values['source-url'] && { url: values['source-url'] }) }
    : named.source;
  const costLimits = {
    ...(values['max-memory'] !== undefined && {
      bytes: number('max-memory', values['max-memory'], (mb) => mb > 0) * 2 ** 20,
    }),
    ...(values['max-work'] !== undefined && {
      work: number('max-work', values['max-work'], (billions) => billions > 0) * 1e9,
    }),
  };
  return {
    input,
    id,
    out: values.out,
    ...(quantization && { quantization }),
    verify: number('verify', values.verify, (n) => Number.isInteger(n) && n >= 0 && n <= 1000),
    ...(values.tolerance !== undefined && { tolerance: number('tolerance', values.tolerance, (x) => x > 0) }),
    ...(values.range !== undefined && { range: rangeFrom(values.range) }),
    ...(values.prior !== undefined && { prior: oneOf('prior', values.prior, ['normal', 'uniform']) }),
    ...(values.faces !== undefined && { faces: facesFrom(values.faces) }),
    ...(values.calibrate !== undefined && {
      calibration: oneOf('calibrate', values.calibrate, ['full', 'light', 'quick', 'none']),
    }),
    limits: {
      ...(values['max-size'] !== undefined && {
        maxBytes: number('max-size', values['max-size'], (mb) => mb > 0) * 2 ** 20,
      }),
      ...(values['max-ratio'] !== undefined && {
        maxRatio: number('max-ratio', values['max-ratio'], (ratio) => ratio >= 1),
      }),
    },
    ...(Object.keys(costLimits).length > 0 && { costLimits }),
    makeDefault: values.default,
    json: values.json,
    ...(values.title !== undefined && { title: values.title }),
    // Whoever gives an id has named the model.
    fallbackTitle: values.id ?? named.title,
    ...(values.description && { description: values.description }),
    ...signatureWishes(values),
    ...(values.tags !== undefined && { tags: values.tags.split(',').filter((tag) => tag !== '') }),
    ...(values.signature !== undefined && { signature: values.signature }),
    ...(licence && { licence }),
    ...(source && { source }),
  };
}

/** Names a model after its path or address. */
function nameOf(input: string): ReturnType<typeof nameFromPath> & Pick<ConvertOptions, 'source'> {
  if (!isAddress(input)) return nameFromPath(input);
  const { address, host, candidates, repository } = understandAddress(input);
  const named = nameFromPath(nameFromAddress(candidates[0] ?? address, repository));
  return { ...named, source: { name: host, url: address } };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: withNegatives(argv), options, allowPositionals: true, strict: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message.split('. ')[0]! : String(error));
  }
}

/** The limits of a bundle's texts, by option. */
const texts = {
  title,
  description,
  licence: textOf(200),
  'licence-url': webAddress,
  credit: textOf(1000),
  source: textOf(200),
  'source-url': webAddress,
} as const;

/** Checks the texts. @throws USAGE naming the option whose text no bundle may hold. */
function checkTexts(values: Partial<Record<keyof typeof texts, string>>): void {
  for (const [name, schema] of Object.entries(texts)) {
    const value = values[name as keyof typeof texts];
    // An empty text counts as none.
    if (!value) continue;
    const result = v.safeParse(schema, value);
    if (!result.success) throw wrong(`--${name} is ${result.issues[0].message}, not "${value.slice(0, 60)}"`);
  }
}

/** Allows `--range -1,1`, whose value looks like an option. */
function withNegatives(argv: readonly string[]): string[] {
  const args: string[] = [];
  for (const word of argv) {
    if (/^-[\d.]/.test(word) && /^--[a-z-]+$/.test(args.at(-1) ?? '')) args.push(`${args.pop()}=${word}`);
    else args.push(word);
  }
  return args;
}

function wrong(what: string): ZscapeError {
  return new ZscapeError('USAGE', `${what}. See --help.`);
}

function oneOf<const T extends string>(name: string, value: string, all: readonly T[]): T {
  const choice = all.find((one) => one === value);
  if (choice !== undefined) return choice;
  throw wrong(`--${name} must be ${all.slice(0, -1).join(', ')} or ${all.at(-1)}, not "${value}"`);
}

function number(name: string, text: string, fits: (x: number) => boolean): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && fits(value)) return value;
  throw wrong(`--${name} cannot be "${text}"`);
}

/** Parses the position of faces. @throws USAGE */
function facesFrom(text: string): BundleManifest['faces'] {
  const [a, b, c, d, e, f, ...more] = text.split(',').map((part) => number('faces', part, () => true));
  const found = v.safeParse(faces, { leftEye: [a, b], rightEye: [c, d], mouth: [e, f] });
  if (found.success && more.length === 0) return found.output;
  throw wrong(`--faces takes six shares such as 0.34,0.42,0.65,0.42,0.5,0.74, not "${text}"`);
}

function rangeFrom(text: string): Range {
  const [low, high, ...more] = text.split(',').map((part) => number('range', part, () => true));
  if (low !== undefined && high !== undefined && low < high && more.length === 0) return [low, high];
  throw wrong(`--range takes two numbers such as -1,1, not "${text}"`);
}
