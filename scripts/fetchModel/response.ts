/** Interprets a server's response to a request for a file, or for the rest of one. */
import { ZscapeError } from '../../src/base/errors.ts';
import { megabytes } from '../../src/converter/archive/limits.ts';
import type { PartState } from './part.ts';
import { Passing } from './retry.ts';

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** An address that will never provide the file, however often it is asked. */
export class WrongAddress extends Error {
  override readonly name = 'WrongAddress';
}

/** Where the response's body belongs, or that nothing is left to come. */
export interface Answer {
  /** Offset of the body's first byte in the file. */
  readonly from: number;
  readonly total: number | null;
  /** Strong ETag or date, for resuming later. */
  readonly validator: string | undefined;
  /** Whether the file is already complete. */
  readonly complete: boolean;
}

/** The server's file is no longer the one that was begun: start again. */
export const beginAgain = 'begin again';

/**
 * @param asked the part to resume from, undefined for the whole file
 * @throws Passing for failures that may pass, WrongAddress for those that will not, ARCHIVE_TOO_LARGE
 */
export function understand(
  status: number,
  headers: Headers,
  asked: (PartState & { have: number }) | undefined,
  maxBytes: number,
): Answer | typeof beginAgain {
  if (status === 416 && asked !== undefined) {
    const whole = /^bytes \*\/(\d+)$/.exec(header(headers, 'content-range') ?? '')?.[1];
    const complete = whole !== undefined && Number(whole) === asked.have;
    if (!complete) return beginAgain;
    return { from: asked.have, total: asked.have, validator: asked.validator, complete };
  }
  if (status !== 200 && status !== 206) throw refusal(status, headers);
  const type = header(headers, 'content-type') ?? '';
  if (/^(text\/html|application\/xhtml)/i.test(type)) {
    throw new WrongAddress('returned a web page instead of an archive');
  }
  const validator = validatorOf(headers);
  if (status === 200) {
    const length = lengthOf(headers);
    refuseHuge(length, maxBytes);
    return { from: 0, total: length, validator, complete: false };
  }
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(header(headers, 'content-range') ?? '');
  if (asked === undefined || range === null) throw new Passing('returned a part that was not asked for');
  const total = range[3] === '*' ? asked.total : Number(range[3]);
  refuseHuge(total, maxBytes);
  const otherFile = asked.total !== null && total !== asked.total;
  const otherVersion = validator !== undefined && validator !== asked.validator;
  if (Number(range[1]) !== asked.have || otherFile || otherVersion) return beginAgain;
  return { from: asked.have, total, validator: asked.validator, complete: false };
}

export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Weak ETags may not be used for parts (RFC 9110, 13.1.5). */
function validatorOf(headers: Headers): string | undefined {
  const tag = header(headers, 'etag');
  if (tag?.startsWith('"')) return tag;
  return header(headers, 'last-modified');
}

function lengthOf(headers: Headers): number | null {
  const text = header(headers, 'content-length');
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

function refuseHuge(total: number | null, maxBytes: number): void {
  if (total === null || total <= maxBytes) return;
  throw new ZscapeError(
    'ARCHIVE_TOO_LARGE',
    `The server says that the archive has ${megabytes(total)}; the limit is ${megabytes(maxBytes)}. Check the address.`,
  );
}

function refusal(status: number, headers: Headers): Error {
  const passes = status === 408 || status === 425 || status === 429 || status >= 500;
  const what = `returned HTTP status ${status}`;
  if (!passes) return new WrongAddress(what);
  const seconds = Number(header(headers, 'retry-after'));
  return new Passing(what, Number.isFinite(seconds) && seconds > 0 ? { wait: seconds * 1000 } : {});
}
