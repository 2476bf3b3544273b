/**
 * The page's half of its service worker (`src/serviceWorker/`): registers it when the first picture is shown, notices
 * that another version of the page is ready, and switches to it when the user agrees.
 *
 * Threads need a cross-origin isolated page. If the host cannot send the headers for that, the first visit immediately
 * registers a worker that only adds them, and reloads the page once, never again; the next visit registers the one that
 * keeps the page.
 */
import { ZscapeError } from '../../base/errors.ts';
import type { ZscapeStore } from '../../store/store.ts';

const tried = 'zscape.isolation-tried';
/** After the first picture the rest of the page is fetched. It has usually arrived after this time, in milliseconds. */
const afterPictureMs = 500;
/** The server is asked for a new version when the page becomes visible again, and at this interval, in milliseconds. */
const lookEveryMs = 3 * 60_000;

/** A service worker that fetches the page hears of the visitor's moves at this interval, in milliseconds. */
const tellEveryMs = 250;

let registration: ServiceWorkerRegistration | undefined;

const usable = (): boolean =>
  // The development server sends the headers, and a service worker that outlives it would only confuse.
  !import.meta.env?.DEV && globalThis.isSecureContext === true && 'serviceWorker' in navigator;

/** Reloads a page that is not isolated as an isolated one, unless that was tried before in this tab. */
export function isolatePage(): void {
  if (globalThis.crossOriginIsolated || !usable()) {
    forget();
    return;
  }
  if (navigator.serviceWorker.controller || alreadyTried()) return;
  void comeBackIsolated().catch(() => {
    // A browser that refuses service workers, as in a private window, computes on one thread.
  });
}

async function comeBackIsolated(): Promise<void> {
  const { serviceWorker } = navigator;
  // After a reload that bypassed the worker, as with the shift key, it is still registered.
  const known = await serviceWorker.getRegistration();
  if (!known?.active) {
    await serviceWorker.register('./sw.js?only=headers');
    await serviceWorker.ready;
  }
  location.reload();
}

/** Keeps the page for visits without a network, from the first picture on, and tells the store of a new version. */
export function keepPage(store: ZscapeStore): void {
  if (typeof window === 'undefined') return;
  const tell = () => store.setState({ newVersion: true });
  // A part of this page is no longer on the server (`src/app/parts/fetchPart.ts`).
  window.addEventListener('zscape:updated', tell);
  if (!usable()) return;
  const begin = () => setTimeout(() => void register(tell), afterPictureMs);
  giveWay(store);
  if ((store.getState().engine?.frames ?? 0) > 0) begin();
  else {
    const stop = store.subscribe(
      ({ engine }) => (engine?.frames ?? 0) > 0,
      () => {
        stop();
        begin();
      },
    );
  }
}

/** While a service worker fetches the page, tells it whenever the visitor moves something: it then waits (`src/serviceWorker/giveWay.ts`). */
function giveWay(store: ZscapeStore): void {
  let told = Number.NEGATIVE_INFINITY;
  store.subscribe(
    (state) => state.face,
    () => {
      const now = performance.now();
      if (!registration?.installing || now - told < tellEveryMs) return;
      told = now;
      registration.installing.postMessage({ type: 'busy' });
    },
  );
}

async function register(tell: () => void): Promise<void> {
  const { serviceWorker } = navigator;
  const own = document.querySelector<HTMLMetaElement>('meta[name="zscape-version"]')?.content;
  if (own === undefined) return;
  void holdVersion(own);
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ type?: string; version?: string }>) => {
    // Another tab has switched to it.
    if (data.type === 'version' && data.version !== own) tell();
  });
  try {
    registration = await serviceWorker.register('./sw.js');
  } catch {
    return; // It is refused, as in a private window: the page still needs a network.
  }
  // Some browsers that are configured without service workers return nothing.
  if (!registration) return;
  const { installing, waiting } = registration;
  // Its answer arrives as the message above.
  const ask = (worker: ServiceWorker | null) => worker?.postMessage({ type: 'whichVersion' });
  const watch = (worker: ServiceWorker | null) =>
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') ask(worker);
    });
  ask(waiting);
  watch(installing);
  registration.addEventListener('updatefound', () => watch(registration?.installing ?? null));
  void serviceWorker.ready.then(({ active: keeper }) => keeper?.postMessage({ type: 'keep' }));
  lookForUpdates(registration);
}

/**
 * Holds a lock as long as this page is open. It shows the service worker that this version is still in use and must not
 * be removed.
 */
async function holdVersion(version: string): Promise<void> {
  try {
    await navigator.locks?.request(
      `zscape-version ${version}`,
      { mode: 'shared' },
      () => new Promise(() => {}),
    );
  } catch {
    // A browser that refuses locks does not list them for the service worker either, so nothing is removed.
  }
}

function lookForUpdates(kept: ServiceWorkerRegistration): void {
  let last = performance.now();
  const look = () => {
    if (document.visibilityState !== 'visible') return;
    last = performance.now();
    // Without a network there is nothing new.
    kept.update().catch(() => undefined);
  };
  document.addEventListener('visibilitychange', () => {
    if (performance.now() - last > 10_000) look();
  });
  window.addEventListener('online', look);
  window.addEventListener('zscape:updated', look);
  setInterval(look, lookEveryMs);
}

/**
 * Reloads the page, in its new version if there is one.
 * @throws PART_UNREACHABLE if the page could not be fetched again, so it stays
 */
export async function takeNewVersion(): Promise<void> {
  const next = await nextVersion();
  if (next) {
    const changed = new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
    next.postMessage({ type: 'takeOver' });
    await Promise.race([changed, wait(3000)]);
  } else if (!navigator.serviceWorker?.controller) {
    const there = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
    if (!there?.ok) throw notThere();
  }
  location.reload();
}

/** Returns the worker of the next version, once it has all of it; nothing if there is none, or it takes too long. */
async function nextVersion(): Promise<ServiceWorker | null> {
  if (!registration) return null;
  if (!registration.waiting) await Promise.race([registration.update().catch(() => undefined), wait(5000)]);
  const { installing } = registration;
  if (installing) {
    const installed = new Promise((resolve) => installing.addEventListener('statechange', resolve));
    await Promise.race([installed, wait(20_000)]);
  }
  return registration.waiting;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const notThere = (): ZscapeError =>
  new ZscapeError(
    'PART_UNREACHABLE',
    'The server cannot be reached just now, so the page was not reloaded. Reload once you are connected.',
  );

function alreadyTried(): boolean {
  try {
    if (sessionStorage.getItem(tried)) return true;
    sessionStorage.setItem(tried, '1');
    return false;
  } catch {
    return true;
  }
}

function forget(): void {
  try {
    sessionStorage.removeItem(tried);
  } catch {
    // Storage is refused: there is nothing to forget.
  }
}
