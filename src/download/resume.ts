/** Decides whether a host's answer is the rest of the file that was begun. */

/** Proof that two answers are about the same file. */
export interface Validator {
  /** A strong ETag; null if the caller checks the whole file by its hash and needs no other proof. */
  readonly tag: string | null;
}

/**
 * Extracts the proof from an answer. A weak ETag may stay the same while bytes change, so it proves nothing (RFC 9110,
 * 13.1.5).
 * @param hashed whether the caller checks the file by its hash
 */
export function validatorOf({ headers }: Response, hashed: boolean): Validator | null {
  const tag = headers.get('etag');
  // Offsets in a compressed transfer are not offsets in the file.
  if (tag?.startsWith('"') && !headers.get('content-encoding')) return { tag };
  return hashed ? { tag: null } : null;
}

/** Returns the headers of a request for the rest of a file. */
export function restHeaders(from: number, { tag }: Validator): Record<string, string> {
  return { range: `bytes=${from}-`, ...(tag !== null && { 'if-range': tag }) };
}

/**
 * Checks an answer.
 * @param asked the start of the rest, the length of the whole, and the proof
 * @returns true for the rest from there on; false for anything else.
 */
export function goesOn(
  { status, headers }: Response,
  asked: { from: number; total: number | null; validator: Validator },
): boolean {
  if (status !== 206) return false;
  const { from, total, validator } = asked;
  if (validator.tag !== null && headers.get('etag') !== validator.tag) return false;
  // From another origin a browser only shows headers that the host exposes, so a missing one says nothing.
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  if (range && Number(range[1]) !== from) return false;
  if (total === null) return range !== null;
  if (range && range[3] !== '*' && Number(range[3]) !== total) return false;
  const rest = headers.get('content-length');
  return rest === null || Number(rest) === total - from;
}
