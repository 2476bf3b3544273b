/**
 * Keeps the page's files, version by version, with Workbox: a version is used only if it is complete. Files of the
 * previous version stay as long as a tab shows it.
 */
import { PrecacheController } from 'workbox-precaching/PrecacheController.js';
import { buildList, type PageFile } from './buildList.ts';
import { visitorRests } from './giveWay.ts';
import { addressOf, type LongEvent, scope } from './scope.ts';

/** The name includes the page's address, because a host may have several copies of the page, each with its own files. */
const cacheName = `zscape-page-2 ${scope.registration.scope}`;
const controller = new PrecacheController({ cacheName });
controller.addToCacheList(buildList.page.map((file) => ({ ...file, url: addressOf(file.url) })));
const page = addressOf('./');
const pageKey = controller.getCacheKeyForURL(page);

/**
 * How many files are fetched at a time. Workbox itself fetches one after the other, which takes a minute if each answer
 * takes 300 ms.
 */
const lanes = 8;
/**
 * Milliseconds that a lane rests after each file. Where files come at once, as from a server nearby, nothing else would slow
 * it down, and on two cores the visitor's first drags would stutter until everything is kept.
 */
const restMs = 200;

/**
 * Fetches the missing files of this version.
 * @param event of the installation, without which Workbox keeps nothing
 * @throws if a file cannot be had or belongs to another version
 */
export async function keepPage(event: LongEvent): Promise<void> {
  const files = [...buildList.page];
  const last = files.pop();
  const queue = files.values();
  const lane = async () => {
    for (const file of queue) {
      await visitorRests();
      await keepFile(file, event);
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (last) await keepFile(last, event);
}

async function keepFile({ url, revision, integrity }: PageFile, event: LongEvent): Promise<void> {
  const address = addressOf(url);
  const request = new Request(address, {
    ...(integrity !== undefined && { integrity }),
    // For a name with a hash in it, the browser's own cache can be trusted.
    cache: revision === null ? 'default' : 'reload',
    credentials: 'same-origin',
  });
  const params = { cacheKey: controller.getCacheKeyForURL(address) };
  await Promise.all(controller.strategy.handleAll({ params, request, event: event as never }));
}

/** Tells whether a complete version of the page is kept, this one or another. */
export async function isAnyKept(): Promise<boolean> {
  if (!(await caches.has(cacheName))) return false;
  const keys = await (await caches.open(cacheName)).keys();
  return keys.some(({ url }) => url.replace(/\?.*$/, '') === page);
}

let whole: Promise<boolean> | undefined;

/** Tells whether all of this version is kept. */
function isKept(): Promise<boolean> {
  whole ??= caches
    .open(cacheName)
    .then((cache) => cache.match(pageKey ?? page))
    .then((found) => {
      if (!found) whole = undefined;
      return found !== undefined;
    });
  return whole;
}

/** Answers a request for the page or a file of it, if it is kept. */
export async function keptAnswer(request: Request): Promise<Response | undefined> {
  const url = new URL(request.url);
  const address = url.origin + url.pathname;
  const isPage = request.mode === 'navigate' && (address === page || address === `${page}index.html`);
  if (request.mode === 'navigate' && !isPage) return undefined;
  // A page and a script of different versions would not fit together: the page is answered only if its whole version is
  // kept.
  if (isPage && !(await isKept())) return undefined;
  const kept = await controller.matchPrecache(isPage ? page : address);
  if (kept || !/\/assets\/[^/]+$/.test(url.pathname) || !(await caches.has(cacheName))) return kept;
  // A tab opened before an update asks for a file of its own version.
  return (await caches.open(cacheName)).match(address);
}

/** Removes files of other versions, unless a tab still shows one of them. */
export async function clearOthers(): Promise<void> {
  const { held } = await navigator.locks.query().catch(() => ({ held: undefined }));
  // It is unknown which version the tabs show.
  if (!held) return;
  const others = held.some(
    ({ name = '' }) => name.startsWith('zscape-version ') && !name.endsWith(` ${buildList.version}`),
  );
  if (others || !(await isKept())) return;
  const cache = await caches.open(cacheName);
  const own = new Set(controller.getURLsToCacheKeys().values());
  for (const request of await cache.keys()) if (!own.has(request.url)) await cache.delete(request);
  // Left by an earlier service worker.
  await caches.delete('zscape-page-1');
}
