/**
 * Fetches one file from another host, in the page, in a worker or in Node. Bytes are counted before and during the
 * download, a broken connection is resumed if the host allows it, and each failure has its own code and sentence.
 */
import { checkedAddress, mayAsk, ownOrigin } from './allowed.ts';
import { TransferFailure } from './failure.ts';
import { watchPolicy } from './policyWatch.ts';
import { sentenceOf } from './sentences.ts';
import { transfer } from './transfer.ts';

export interface FetchFileOptions {
  /** The most bytes that the file may have; a host that announces more is not read at all. */
  maxBytes: number;
  /** The required number of bytes, if known. */
  expectedBytes?: number | undefined;
  signal?: AbortSignal | undefined;
  /**
   * Called with the bytes received, and the total as far as it is known. Never goes backwards, even if a file has to be
   * read again from the start.
   */
  onBytes?: ((loaded: number, total: number | null) => void) | undefined;
  /**
   * True if you check the file by its hash: then a download is also resumed from hosts that show no strong ETag, as most
   * do to another origin. Without it, a file is assembled from two answers only if a strong ETag proves that they belong
   * together.
   */
  hashed?: boolean | undefined;
  /** Milliseconds before each retry. */
  pauses?: readonly number[] | undefined;
  /** Milliseconds of silence after which a connection counts as broken. */
  patience?: number | undefined;
  /** Replaces the global one: the command line's goes through proxies. */
  fetch?: typeof fetch | undefined;
}

export interface FetchedFile {
  bytes: Uint8Array<ArrayBuffer>;
  /** The final address, after redirects. */
  url: string;
  /** Content type stated by the host; empty if it states none. */
  type: string;
}

const usualPauses = [400, 1500, 4000];
const usualPatience = 30_000;

/**
 * Fetches a file.
 * @param address of the file itself, http or https
 * @throws ADDRESS_INVALID, ADDRESS_INSECURE before any request; OFFLINE, HOST_UNREADABLE (not reached, or no CORS),
 * HOST_REFUSED, HOST_BUSY, REDIRECT_INSECURE, FILE_MISSING, FILE_IS_PAGE, FILE_IS_POINTER, DOWNLOAD_TOO_LARGE,
 * DOWNLOAD_CUT_OFF, DOWNLOAD_WRONG_LENGTH; CANCELLED.
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
      // A host that does not let this page read its answers will answer the same again, while a temporary fault is over
      // by the second try.
      triesUnanswered: abroad ? 1 : pauses.length,
      open: async (headers, signal) => {
        // To another origin this header would need the host's permission, and an equal ETag says the same.
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
