/** Fetches one file, with progress, cancellation, and retries after broken connections. Failures name the file. */

import { type ErrorCode, ZscapeError } from '../../base/errors.ts';
import { isOffline, TransferFailure } from '../../download/failure.ts';
import { fetchPastCache } from '../../download/fetchPastCache.ts';
import { transfer } from '../../download/transfer.ts';
import { isPageText } from '../../download/whatCame.ts';
import { deviceResponse, isDeviceUrl } from '../device/deviceStore.ts';

export interface DownloadOptions {
  signal?: AbortSignal | undefined;
  /** Called with the bytes that have arrived so far. */
  onBytes?: (loaded: number) => void;
  /** The required number of bytes. Reading stops as soon as there are more. */
  expected?: number;
  /** The most bytes that a file of unknown size may have. */
  most?: number;
}

/** Larger than any text file that a bundle needs. */
const MAX_TEXT_BYTES = 64 << 20;

/** Milliseconds before each retry after a connection that broke or a server that was temporarily unable to answer. */
const PAUSES_MS = [300, 1500];

/** Milliseconds of silence after which a connection counts as broken. */
const PATIENCE_MS = 60_000;

/**
 * Downloads all of `url`. A broken connection is resumed, or the file is read again from the start.
 * @throws BUNDLE_FILE_MISSING for 404 and 410, NETWORK for other transfer failures, BUNDLE_FILE_CORRUPT for a wrong
 * length, CANCELLED.
 */
export async function download(url: string, options: DownloadOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { signal, onBytes, expected, most = MAX_TEXT_BYTES } = options;
  const device = isDeviceUrl(url);
  try {
    const { bytes } = await transfer({
      open: (headers, inner) =>
        device
          ? deviceResponse(url)
          : fetchPastCache(url, { headers, signal: inner, credentials: 'same-origin' }),
      maxBytes: expected === undefined ? most : Number.POSITIVE_INFINITY,
      expectedBytes: expected,
      pauses: device ? [] : PAUSES_MS,
      patience: PATIENCE_MS,
      refusePages: false,
      signal,
      onBytes,
    });
    return bytes;
  } catch (error) {
    throw error instanceof TransferFailure ? sentenceOf(error, url) : error;
  }
}

/**
 * Parses JSON.
 * @throws BUNDLE_INVALID, with a special sentence for the web page that servers like to send for a missing file.
 */
export function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ZscapeError(
      'BUNDLE_INVALID',
      isPageText(text)
        ? `The server sent a web page instead of ${nameOf(url)}; there is probably no model at this address.`
        : `${nameOf(url)} is not valid JSON: it may have been cut off or damaged.`,
      { cause },
    );
  }
}

/** Returns the last parts of an address, for a sentence: `avatars-128/zscape.json`. */
export function nameOf(url: string): string {
  return decodeURI(
    url
      .replace(/[?#].*$/, '')
      .split('/')
      .filter(Boolean)
      .slice(-2)
      .join('/'),
  );
}

function sentenceOf(failure: TransferFailure, url: string): ZscapeError {
  const { bytes = 0, expected, page, status } = failure.facts;
  const name = nameOf(url);
  const fail = (code: ErrorCode, sentence: string) => new ZscapeError(code, sentence, { cause: failure });
  switch (failure.kind) {
    case 'missing': {
      const where = isDeviceUrl(url) ? 'is no longer on this device' : 'is not on the server';
      return fail('BUNDLE_FILE_MISSING', `${name} ${where} (${status}).`);
    }
    case 'wrongLength': {
      const instead = bytes > (expected ?? 0) ? 'is longer' : `has ${bytes}`;
      return fail(
        'BUNDLE_FILE_CORRUPT',
        `${name} should have ${expected} bytes and ${instead}${page ? '; the server sent a web page instead' : ''}. Copy the model's files to the server again.`,
      );
    }
    case 'tooLarge':
      return fail('BUNDLE_INVALID', `${name} is far too large.`);
    case 'refused':
    case 'busy':
      return fail(
        'NETWORK',
        `${name} could not be downloaded: the server answered ${status}. Try again in a while.`,
      );
    default: {
      const what = failure.kind === 'cutOff' ? `broke off after ${bytes} bytes` : 'could not be fetched';
      const advice = isOffline() ? 'This device is offline.' : 'Check the connection and try again.';
      return fail('NETWORK', `${name} ${what}. ${advice}`);
    }
  }
}
