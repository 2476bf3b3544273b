/**
 * The files of a published model: the variants of a table entry, or of a `files.json` on another host. One schema for
 * both.
 */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { allDifferent, count, listOf, mostBytes, mostFiles, textOf } from '../schema/limits.ts';

export const variantNames = ['uint8', 'float32'] as const;
export type VariantName = (typeof variantNames)[number];

/** Relative and made of plain names only, so a list can never reach outside its address. */
const path = v.pipe(
  textOf(300),
  v.regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/, 'a path of plain names'),
);

const file = v.object({
  path,
  bytes: count(mostBytes),
  gitBlob: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/, '40 hex digits')),
});

const variant = v.pipe(
  listOf(file, mostFiles, 'files'),
  v.check((files) => allDifferent(files, ({ path }) => path), 'files with different paths'),
  v.check((files) => files.filter(isModelJson).length === 1, 'files with one model.json'),
  v.check(
    (files) => files.reduce((sum, { bytes }) => sum + bytes, 0) <= mostBytes,
    `files of at most ${mostBytes} bytes in all`,
  ),
);

export const fileListSchema = v.object({
  variants: v.pipe(
    v.object({ uint8: v.optional(variant), float32: v.optional(variant) }),
    v.check(({ uint8, float32 }) => uint8 !== undefined || float32 !== undefined, 'at least one variant'),
  ),
});

export type FileList = v.InferOutput<typeof fileListSchema>;
export type PublishedFile = v.InferOutput<typeof file>;

/** A list of a thousand files takes 150 kB. */
export const mostListBytes = 2 ** 20;

/** Returns whether a file is the model's `model.json`. */
export function isModelJson({ path }: Pick<PublishedFile, 'path'>): boolean {
  return path.split('/').at(-1) === 'model.json';
}

/**
 * Reads a `files.json`.
 * @param where names it in errors
 * @throws SOURCE_INVALID, naming the field that is wrong
 */
export function parseFileList(text: string, where: string): FileList {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ZscapeError('SOURCE_INVALID', `The list of files ${where} is not JSON. Check the address.`, {
      cause,
    });
  }
  const result = v.safeParse(fileListSchema, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new ZscapeError(
    'SOURCE_INVALID',
    `The list of files ${where} cannot be used: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}.`,
  );
}
