/** Turns a failure with another host's file into a code and a sentence that says what to do. */
import { ZscapeError } from '../base/errors.ts';
import type { TransferFailure } from './failure.ts';

/** Returns the name of the file at an address, for a sentence, or the host if there is none. */
function fileNameOf(url: URL): string {
  const last = url.pathname.split('/').filter(Boolean).at(-1);
  if (last === undefined) return url.host;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

const inMegabytes = (bytes: number): string =>
  bytes < 1e6 ? `${bytes} bytes` : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** Makes the sentence. @param inPage whether it is read on the page, where files can be dropped */
export function sentenceOf(failure: TransferFailure, url: URL, inPage: boolean): ZscapeError {
  const { kind, facts } = failure;
  const file = fileNameOf(url);
  const { host } = url;
  const { bytes = 0, expected = 0, status } = facts;
  const byHand = inPage
    ? 'Download it in another tab and drop it here.'
    : 'Download it in a browser and give the file.';
  const fail = (code: ConstructorParameters<typeof ZscapeError>[0], sentence: string) =>
    new ZscapeError(code, sentence, { cause: failure });
  switch (kind) {
    case 'offline':
      return fail(
        'OFFLINE',
        `This device is offline, so ${file} cannot be downloaded from ${host}. Try again once you are connected.`,
      );
    case 'unreadable':
      return inPage
        ? fail(
            'HOST_UNREADABLE',
            `${host} cannot be reached, or does not let other pages read its files (it sends no CORS headers); a browser cannot tell which. ${file}: ${lower(byHand)}`,
          )
        : fail(
            'HOST_UNREADABLE',
            `${host} cannot be reached: ${causeOf(failure)}. Check the address and the connection.`,
          );
    case 'missing':
      return fail(
        'FILE_MISSING',
        `There is no ${file} at ${host} (${status}). Check the address, including capital letters.`,
      );
    case 'refused':
      return fail(
        'HOST_REFUSED',
        status === 401 || status === 403
          ? `${host} does not let everyone download ${file} (${status}): it may be private or need a sign-in. ${byHand}`
          : `${host} did not send ${file}: it answered ${status}. Check the address.`,
      );
    case 'busy':
      return fail(
        'HOST_BUSY',
        `${host} could not send ${file} just now: it answered ${status}. Try again in a while.`,
      );
    case 'page':
      return fail(
        'FILE_IS_PAGE',
        `${host} sent a web page instead of ${file}: this is the address of a page about the file, or of a sign-in page. Give the address of the file itself, the one behind its download button.`,
      );
    case 'pointer':
      return fail(
        'FILE_IS_POINTER',
        `${file} at ${host} is only a Git LFS pointer; the file itself is stored elsewhere. Give the address behind the page's download button, or download the file there${inPage ? ' and drop it here' : ''}.`,
      );
    case 'insecureRedirect':
      return fail(
        'REDIRECT_INSECURE',
        `${host} redirects ${file} to an unencrypted address (http), which this page does not follow. ${byHand}`,
      );
    case 'tooLarge':
      return fail(
        'DOWNLOAD_TOO_LARGE',
        `${file} at ${host} has ${bytes > expected ? `${inMegabytes(bytes)} or more` : 'too many bytes'}; the limit is ${inMegabytes(expected)}.${inPage ? ' The command line can convert larger models (npm run convert, --max-size).' : ' Raise it with --max-size if you trust the host.'}`,
      );
    case 'cutOff':
      return fail(
        'DOWNLOAD_CUT_OFF',
        `The connection to ${host} kept breaking: only ${inMegabytes(bytes)} of ${file} came. Try again, or download it some other way${inPage ? ' and drop it here' : ''}.`,
      );
    case 'wrongLength':
      return fail(
        'DOWNLOAD_WRONG_LENGTH',
        `${file} at ${host} should have ${expected} bytes and ${bytes > expected ? 'is longer' : `has ${bytes}`}. The file was changed meanwhile or damaged along the way.`,
      );
  }
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Returns why Node did not reach a host: `fetch` itself only says that it failed. */
function causeOf(failure: TransferFailure): string {
  const { cause } = failure;
  const inner = cause instanceof Error ? (cause.cause ?? cause) : cause;
  if (inner instanceof Error) return 'code' in inner ? String(inner.code) : inner.message;
  return 'no answer came';
}
