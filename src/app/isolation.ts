/**
 * WASM threads need a cross-origin isolated page. Where the host cannot send the two headers, a service worker adds them. The
 * first visit registers it and reloads the page once, never again; without it the page works on one thread.
 */
const tried = 'zscape.isolation-tried';

export function isolatePage(): void {
  if (crossOriginIsolated || !isSecureContext || !('serviceWorker' in navigator)) {
    if (crossOriginIsolated) forget();
    return;
  }
  // The development server sends the headers, and a service worker that outlives it would only confuse.
  if (import.meta.env.DEV) return;
  navigator.serviceWorker
    .register('./isolation-sw.js')
    .then(async () => {
      await navigator.serviceWorker.ready;
      if (alreadyTried()) return;
      location.reload();
    })
    .catch(() => {
      // A browser that refuses service workers, as in a private window, computes on one thread.
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
