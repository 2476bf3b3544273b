/**
 * WASM threads need a cross-origin isolated page. Where the host cannot send the two headers, a service worker adds them:
 * the first visit registers it and reloads once; it never loops, and without it the page works on one thread.
 */
const tried = 'zscape.isolation-tried';

export function isolatePage(): void {
  if (crossOriginIsolated || !isSecureContext || !('serviceWorker' in navigator)) {
    if (crossOriginIsolated) forget();
    return;
  }
  // In development there are headers; a worker that outlives the server would only confuse.
  if (import.meta.env.DEV) return;
  navigator.serviceWorker
    .register('./isolation-sw.js')
    .then(async () => {
      await navigator.serviceWorker.ready;
      if (alreadyTried()) return;
      location.reload();
    })
    .catch(() => {
      // A browser that refuses service workers (a private window) has one thread, and that is all.
    });
}

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
