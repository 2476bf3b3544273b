/** Fetches one file, with progress, cancel, and further tries where the connection breaks. Failures name the file. */
import { isAbort, throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { deviceResponse, isDeviceUrl } from '../device/deviceStore.ts';
import { joinBytes } from './joinBytes.ts';

export interface DownloadOptions {
  signal?: AbortSignal | undefined;
  /** Called with the bytes that have arrived so far. */
  onBytes?: (loaded: number) => void;
  /** Bytes that the file must have. Reading stops as soon as there are more. */
  expected?: number;
  /** Most bytes that a file of unknown size may have. */
  most?: number;
}

/** Larger than any text file that a bundle has any need of. */
const MAX_TEXT_BYTES = 64 << 20;

/** Milliseconds before each further try after a connection that broke or a server that could not answer just then. */
const PAUSES_MS = [300, 1500];

/**
 * Reads `url` whole. Where the connection breaks, it is read again from its beginning.
 * @throws BUNDLE_FILE_MISSING for 404 and 410, NETWORK for other failures of the way, BUNDLE_FILE_CORRUPT for a wrong length, CANCELLED.
 */
export async function download(url: string, options: DownloadOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  let told = 0;
  const onBytes = (loaded: number) => {
    // What a further try reads again was told already.
    if (loaded > told) options.onBytes?.(loaded);
    told = Math.max(told, loaded);
  };
  for (const pause of isDeviceUrl(url) ? [] : PAUSES_MS) {
    try {
      return await downloadOnce(url, { ...options, onBytes });
    } catch (error) {
      const broken = error instanceof ZscapeError && error.code === 'NETWORK';
      if (!broken || isOffline()) throw error;
    }
    await wait(pause, options.signal);
  }
  return downloadOnce(url, { ...options, onBytes });
}

async function downloadOnce(url: string, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { signal, onBytes, expected, most = MAX_TEXT_BYTES } = options;
  throwIfCancelled(signal);
  const response = await open(url, signal);
  const limit = expected ?? most;
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  try {
    const reader = response.body?.getReader();
    if (!reader) throw new TypeError('no body');
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      loaded += value.byteLength;
      if (loaded > limit) {
        await reader.cancel();
        break;
      }
      onBytes?.(loaded);
    }
  } catch (error) {
    throw failureOf(url, error, `broke off after ${loaded} bytes`);
  }
  if (expected !== undefined && loaded !== expected) {
    const instead = loaded > expected ? 'is longer' : `has ${loaded}`;
    throw new ZscapeError(
      'BUNDLE_FILE_CORRUPT',
      `${nameOf(url)} should have ${expected} bytes and ${instead}${looksLikePage(response) ? '; the server sent a web page in its place' : ''}. Copy the model's files to the server again.`,
    );
  }
  if (loaded > limit) {
    throw new ZscapeError('BUNDLE_INVALID', `${nameOf(url)} is far too large for what it should be.`);
  }
  return joinBytes(chunks);
}

/**
 * @throws BUNDLE_INVALID, with a sentence of its own for the web page that servers like to send for a missing
 * file.
 */
export function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const page = /^\s*<(!doctype|html|\?xml|head|body)/i.test(text);
    throw new ZscapeError(
      'BUNDLE_INVALID',
      page
        ? `The server sent a web page in place of ${nameOf(url)}: there is probably no model at this address.`
        : `${nameOf(url)} is not valid JSON: it may have been cut off or damaged.`,
      { cause },
    );
  }
}

/** The last parts of an address, for a sentence: `avatars-128/zscape.json`. */
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

async function open(url: string, signal: AbortSignal | undefined): Promise<Response> {
  let response: Response;
  try {
    response = isDeviceUrl(url)
      ? await deviceResponse(url)
      : await fetch(url, { signal: signal ?? null, credentials: 'same-origin' });
  } catch (error) {
    throw failureOf(url, error, 'could not be fetched');
  }
  if (response.ok) return response;
  await response.body?.cancel().catch(() => {});
  if (response.status === 404 || response.status === 410) {
    const where = isDeviceUrl(url) ? 'is not on this device any more' : 'is not on the server';
    throw new ZscapeError('BUNDLE_FILE_MISSING', `${nameOf(url)} ${where} (${response.status}).`);
  }
  throw new ZscapeError(
    'NETWORK',
    `${nameOf(url)} could not be fetched: the server answered ${response.status}. Try again in a while.`,
  );
}

function failureOf(url: string, error: unknown, what: string): ZscapeError {
  if (error instanceof ZscapeError) return error;
  if (isAbort(error)) return new ZscapeError('CANCELLED', 'Cancelled.');
  const advice = isOffline() ? 'This device is offline.' : 'Check the connection and try again.';
  return new ZscapeError('NETWORK', `${nameOf(url)} ${what}. ${advice}`, { cause: error });
}

const isOffline = () => typeof navigator !== 'undefined' && navigator.onLine === false;

/** @throws CANCELLED as soon as the signal fires. */
function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer);
      reject(new ZscapeError('CANCELLED', 'Cancelled.'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', cancel);
      resolve();
    }, ms);
    if (signal?.aborted) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
  });
}

const looksLikePage = (response: Response) => /text\/html/.test(response.headers.get('content-type') ?? '');
