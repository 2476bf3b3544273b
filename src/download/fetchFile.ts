/**
 * Fetches one file of another host, in the page, in a worker or in Node. Bytes are counted before and while they come, a broken connection is
 * gone on with where the host allows that, and each failure has a code and a sentence of its own.
 */
import { checkedAddress, mayAsk, ownOrigin } from './allowed.ts';
import { TransferFailure } from './failure.ts';
import { watchPolicy } from './policyWatch.ts';
import { sentenceOf } from './sentences.ts';
import { transfer } from './transfer.ts';

export interface FetchFileOptions {
  /** Most bytes that the file may have; the host is not even listened to when it speaks of more. */
  maxBytes: number;
  /** Bytes that the file must have, where they are known. */
  expectedBytes?: number | undefined;
  signal?: AbortSignal | undefined;
  /**
   * Called with the bytes that are there, and with how many there will be as far as that is known. Never goes back, also
   * where a file has to be read again from its beginning.
   */
  onBytes?: ((loaded: number, total: number | null) => void) | undefined;
  /**
   * Say true where you check the file by its hash: then the rest is asked for also of hosts that show no strong ETag, as most do to another
   * origin. Without it a file is put together of two answers only where a strong ETag proves that they belong together.
   */
  hashed?: boolean | undefined;
  /** Milliseconds before each further try. */
  pauses?: readonly number[] | undefined;
  /** Milliseconds of silence after which a connection counts as broken. */
  patience?: number | undefined;
  /** Instead of the global one: the command line's goes through proxies. */
  fetch?: typeof fetch | undefined;
}

export interface FetchedFile {
  bytes: Uint8Array<ArrayBuffer>;
  /** Where it came from in the end, after redirects. */
  url: string;
  /** Content type, as the host names it; empty where it names none. */
  type: string;
}

const usualPauses = [400, 1500, 4000];
const usualPatience = 30_000;

/**
 * @param address of the file itself, http or https
 * @throws ADDRESS_INVALID, ADDRESS_INSECURE before anybody is asked; OFFLINE, HOST_UNREADABLE (not reached, or no CORS), HOST_REFUSED, HOST_BUSY,
 *   REDIRECT_INSECURE, FILE_MISSING, FILE_IS_PAGE, FILE_IS_POINTER, DOWNLOAD_TOO_LARGE, DOWNLOAD_CUT_OFF, DOWNLOAD_WRONG_LENGTH; CANCELLED.
 */
export async function fetchFile(address: string, options: FetchFileOptions): Promise<FetchedFile> {
  const page = ownOrigin();
  const url = checkedAddress(address, page);
  url.hash = '';
  const { fetch: ask = fetch, pauses = usualPauses, patience = usualPatience, ...rest } = options;
  const abroad = page !== null && url.origin !== page;
  const policy = watchPolicy(url);
  try {
    const { bytes, response } = await transfer({
      ...rest,
      pauses,
      patience,
      refusePages: true,
      // From a host that does not let this page read its answers a second answer is the same; a stumble is over by then.
      triesUnanswered: abroad ? 1 : pauses.length,
      open: async (headers, signal) => {
        // To another origin this header would need the host's leave, and an equal ETag says the same.
        if (abroad) delete headers['if-range'];
        try {
          return await ask(url.href, { headers, signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
        } catch (error) {
          if (await policy.refused()) throw new TransferFailure('insecureRedirect', {}, { cause: error });
          throw error;
        }
      },
      check: ({ url: final }) => {
        const end = new URL(final || url.href);
        const downgraded = url.protocol === 'https:' && end.protocol !== 'https:';
        if (downgraded || !mayAsk(end, page)) throw new TransferFailure('insecureRedirect');
      },
    });
    return { bytes, url: response.url || url.href, type: response.headers.get('content-type') ?? '' };
  } catch (error) {
    throw error instanceof TransferFailure ? sentenceOf(error, url, page !== null) : error;
  } finally {
    policy.end();
  }
}
