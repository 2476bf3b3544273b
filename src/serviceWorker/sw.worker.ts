/**
 * The page's only service worker. It keeps the page and its default model for visits without a network, adds the
 * isolation headers if a host cannot, and takes files that are shared with the app. The build writes it as `sw.js` beside
 * the page (`scripts/vite/serviceWorker.ts`). Requested as `sw.js?only=headers` it keeps nothing, so it is ready
 * immediately.
 */
import { buildList } from './buildList.ts';
import { noteVisitor } from './giveWay.ts';
import { isolated } from './isolate.ts';
import { isAboutModels, latestAnswer } from './lately.ts';
import { keepModel, modelAnswer } from './modelShelf.ts';
import { clearOthers, isAnyKept, keepPage, keptAnswer } from './pageShelf.ts';
import { addressOf, type FetchEvent, scope } from './scope.ts';
import { isShare, takeShare } from './shared.ts';

const onlyHeaders = new URLSearchParams(globalThis.location.search).has('only');
const models = addressOf('models/');
const catalogue = addressOf('models/index.json');

scope.addEventListener('install', (event) => {
  event.waitUntil(install());

  async function install(): Promise<void> {
    // If another version of the page is active, this one waits until it is called, or until no tab shows the other
    // version.
    const isFirst = onlyHeaders || !(await isAnyKept().catch(() => false));
    if (!onlyHeaders) {
      await keepPage(event);
      await keepModel().catch(() => undefined);
    }
    if (isFirst) await scope.skipWaiting();
  }
});

scope.addEventListener('activate', (event) => event.waitUntil(activate()));

async function activate(): Promise<void> {
  await scope.clients.claim();
  if (onlyHeaders) return;
  const told = { type: 'version', version: buildList.version };
  for (const client of await scope.clients.matchAll({ type: 'window' })) client.postMessage(told);
  await clearOthers().catch(() => undefined);
}

scope.addEventListener('message', (event) => {
  const { data, source } = event;
  if (data?.type === 'busy') noteVisitor();
  if (data?.type === 'takeOver') event.waitUntil(scope.skipWaiting());
  if (data?.type === 'whichVersion') source?.postMessage({ type: 'version', version: buildList.version });
  // A page of this version has started: try again to keep what could not be kept before.
  if (data?.type === 'keep' && !onlyHeaders)
    event.waitUntil(
      keepModel()
        .then(clearOthers, () => undefined)
        .catch(() => undefined),
    );
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  // Other origins answer for themselves; this odd combination is a request of DevTools, and a worker's fetch of it
  // throws.
  if (new URL(request.url).origin !== globalThis.location.origin) return;
  if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return;
  if (isShare(request)) event.respondWith(takeShare(request));
  else event.respondWith(answer(event).then(isolated));
});

/** Answers a request whatever the storage does: a cache that is refused or was cleared counts as none. */
async function answer(event: FetchEvent): Promise<Response> {
  const { request } = event;
  if (onlyHeaders || request.method !== 'GET') return fetch(request);
  const kept = () => modelAnswer(request).catch(() => undefined);
  // The list of models must be the server's latest: a model may have been added after the build.
  const isNews = request.url === catalogue;
  const known = isNews ? undefined : ((await keptAnswer(request).catch(() => undefined)) ?? (await kept()));
  if (known) return known;
  if (isAboutModels(request, models)) return latestAnswer(request, (work) => event.waitUntil(work), kept);
  return fetch(request);
}
