/**
 * Fetches a part of the page when it is needed. The build calls this for every `import()` of the page, in place of Vite's own
 * helper (`scripts/vite/partLoader.ts`).
 *
 * The part's files are fetched before they are imported. A browser may remember for the life of the page that a module or its
 * preload failed, but it forgets a failed fetch, so a failure can be tried again.
 */
import { ZscapeError } from '../../base/errors.ts';

/** Files that have arrived, or are on their way. */
const fetched = new Map<string, Promise<void>>();

/**
 * @param importPart the `import()` itself
 * @param files of the part and of what it imports, scripts and styles, relative to `from`; none in development
 * @returns the module
 * @throws PART_GONE if the server has another version of the page by now, PART_UNREACHABLE if it could not be reached, and
 *   whatever the module throws when it runs
 */
export async function __vitePreload<T>(
  importPart: () => Promise<T>,
  files: readonly string[] | undefined = [],
  from = '',
): Promise<T> {
  const addresses = files.map((file) => new URL(file, from).href);
  await Promise.all(addresses.map(once));
  try {
    return await importPart();
  } catch (error) {
    if (!isFetchFailure(error)) throw error;
    for (const address of addresses) fetched.delete(address);
    throw unreachable(error);
  }
}

/** Recognises the error of a module that could not be fetched, which every browser words differently. */
const isFetchFailure = (error: unknown): boolean =>
  error instanceof TypeError && /module script|imported module/i.test(error.message);

function once(address: string): Promise<void> {
  const known = fetched.get(address);
  if (known) return known;
  const coming = address.endsWith('.css') ? addStyles(address) : fetchWhole(address);
  fetched.set(address, coming);
  coming.catch(() => fetched.delete(address));
  return coming;
}

/** Whether a file has already been fetched; the files that the page began with have. */
const hasArrived = (address: string): boolean =>
  performance
    .getEntriesByName(address, 'resource')
    .some((entry) => (entry as PerformanceResourceTiming).responseStatus === 200);

async function fetchWhole(address: string): Promise<void> {
  if (hasArrived(address)) return;
  let response: Response;
  try {
    response = await fetch(address, { credentials: 'same-origin' });
    // The import finds the file in the browser's cache only if it was read to its end.
    await response.arrayBuffer();
  } catch (cause) {
    throw unreachable(cause);
  }
  if (response.status === 404 || response.status === 410 || isPage(response)) {
    window.dispatchEvent(new Event('zscape:updated'));
    throw new ZscapeError(
      'PART_GONE',
      'Zscape was updated while this page was open, and this part now belongs to another version. Reload the page; your work is kept.',
    );
  }
  if (!response.ok) throw unreachable(new Error(`${address} answered ${response.status}`));
}

/** Some hosts answer with a web page instead of a 404 when a file does not exist. */
const isPage = ({ headers }: Response): boolean =>
  (headers.get('content-type') ?? '').startsWith('text/html');

async function addStyles(address: string): Promise<void> {
  const sheets = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')];
  if (sheets.some(({ href }) => href === address)) return;
  await fetchWhole(address);
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  await new Promise<void>((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => {
      link.remove();
      reject(unreachable(new Error(`${address} could not be loaded`)));
    });
    document.head.append(link);
  });
}

function unreachable(cause: unknown): ZscapeError {
  const why = navigator.onLine === false ? 'this device is offline' : 'the server is not answering';
  return new ZscapeError(
    'PART_UNREACHABLE',
    `This part of the page could not be loaded because ${why}. Try again once you are connected.`,
    { cause },
  );
}
