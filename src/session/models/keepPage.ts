/**
 * A model on this device is of use without a network only if the page is there, too: the service worker
 * (`public/isolation-sw.js`) keeps it from then on.
 */
let asked = false;

/** Once in the life of a page. Where a browser has no service workers the page goes on needing a network, and nothing else happens. */
export async function keepPage(): Promise<void> {
  if (asked || import.meta.env?.DEV || !globalThis.isSecureContext || !('serviceWorker' in navigator)) return;
  asked = true;
  try {
    await navigator.serviceWorker.register('./isolation-sw.js');
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ type: 'keepPage' });
  } catch {
    // It is refused, as in a private window.
  }
}
