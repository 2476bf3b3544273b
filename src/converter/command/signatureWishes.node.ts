/** Reads the options about a model's inputs and outputs. */
import { readFileSync, statSync } from 'node:fs';
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { listOf, mostClasses, textOf } from '../../bundle/schema/limits.ts';
import { parseClassNames } from '../signature/classNames.ts';
import type { SignatureWishes } from '../signature/wishes.ts';

interface Given {
  readonly latent?: string;
  readonly output?: string;
  readonly image?: string;
  readonly bind?: readonly string[];
  readonly 'class-names'?: string;
}

/** Combines the options. @throws USAGE, naming the option that is wrong. */
export function signatureWishes({ latent, output, image, bind, ...others }: Given): SignatureWishes {
  const names = others['class-names'];
  return {
    ...(latent !== undefined && { latent }),
    ...(output !== undefined && { output }),
    ...(image !== undefined && { image: imageFrom(image) }),
    ...(bind !== undefined && { bind: new Map(bind.map(bindingFrom)) }),
    ...(names !== undefined && { classNames: classNamesFrom(names) }),
  };
}

function imageFrom(text: string): number[] {
  const sizes = text.split(/[x,]/i).map(Number);
  const sound = sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= 65_536);
  if (sound && (sizes.length === 2 || sizes.length === 3)) return sizes;
  throw wrong(`--image takes height, width and channels, such as 28x20x1, not "${text}"`);
}

const words: Readonly<Record<string, number>> = { true: 1, false: 0 };

function bindingFrom(text: string): [string, number[]] {
  const at = text.lastIndexOf('=');
  const values = text
    .slice(at + 1)
    .split(',')
    .map((word) => words[word.trim().toLowerCase()] ?? (word.trim() === '' ? Number.NaN : Number(word)));
  if (at > 0 && values.every(Number.isFinite)) return [text.slice(0, at).trim(), values];
  throw wrong(`--bind takes an input's name and its value, such as truncation=0.5, not "${text}"`);
}

const namesSchema = listOf(textOf(200), mostClasses, 'names');

/** Reads a file if there is one of that name, otherwise a list. */
function classNamesFrom(text: string): string[] {
  const isFile = statSync(text, { throwIfNoEntry: false })?.isFile() === true;
  const names = isFile
    ? parseClassNames(text, readFileSync(text, 'utf8'))
    : text.split(',').map((name) => name.trim());
  if (!isFile && /\.(txt|json)$/i.test(text)) throw wrong(`--class-names: there is no file ${text}`);
  if (names !== undefined && v.is(namesSchema, names)) return names;
  throw wrong(
    `--class-names takes a list such as cat,dog or a file with one name per line, not "${text.slice(0, 60)}"`,
  );
}

function wrong(what: string): ZscapeError {
  return new ZscapeError('USAGE', `${what}. See --help.`);
}
