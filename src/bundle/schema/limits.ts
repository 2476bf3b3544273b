/**
 * The limits on what a bundle may say. Writers of bundles keep to them, and readers check them before anything else, so a
 * malicious file costs no more than an honest one.
 */
import * as v from 'valibot';

/** Length of one latent vector. StyleGAN's W+ has 9,216. */
export const mostLatent = 10_000;
/** Pixels along one side of a picture. */
export const mostPixels = 4096;
/** Files besides `zscape.json`: one shard for each 4 MiB, plus a few more. */
export const mostFiles = 1024;
/** Bytes of all of them. */
export const mostBytes = 2 ** 30;
/** Bytes of `zscape.json`; an honest one has some 10,000. */
export const mostManifestBytes = 2 ** 20;
/** Models that a page offers, and labelled directions of one model. */
export const mostEntries = 1000;

/** Classes of one model. ImageNet has 1,000, or 21,841 with all its synsets. */
export const mostClasses = 32_768;
/** Limit on the spread of a page's samples, in standard deviations. */
export const mostSpread = 3;

/** Describes a text of at most `most` characters. */
export function textOf(most: number) {
  return v.pipe(v.string(), v.maxLength(most, `at most ${most} characters`));
}

export const title = textOf(200);
export const description = textOf(4000);
/** Name of a node or a weight. TensorFlow's include all scopes and can be long. */
export const nodeName = textOf(1000);

/** A file beside `zscape.json`: plain names only, so a bundle can never reach outside its folder. */
export const fileName = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a plain file name'),
);

/** An address that a page may link to: `javascript:` and `data:` would run or show their contents. */
export const webAddress = v.pipe(
  textOf(2000),
  v.check(isWebAddress, 'an address that begins with http:// or https://'),
);

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text);
}

export const count = (most: number) =>
  v.pipe(v.number(), v.integer('a whole number'), v.minValue(1), v.maxValue(most, `at most ${most}`));

export const finite = v.pipe(v.number(), v.finite());

/** Two different finite numbers, the smaller one first. */
export const interval = v.pipe(
  v.tuple([finite, finite]),
  v.check(([low, high]) => low < high, 'two numbers, the smaller one first'),
);

/** Describes a list of at most `most` items; a longer one is refused before its items are checked. */
export function listOf<const S extends v.GenericSchema>(item: S, most: number, what: string) {
  return v.pipe(v.array(v.unknown()), v.maxLength(most, `at most ${most} ${what}`), v.array(item));
}

/** @returns whether no two items have the same key. */
export function allDifferent<T>(items: readonly T[], key: (item: T) => string): boolean {
  return new Set(items.map(key)).size === items.length;
}
