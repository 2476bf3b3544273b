/** The page's first script has fetched the catalogue already, and leaves it here for the session. */

declare global {
  interface Window {
    /** What `models/index.json` holds, parsed and not checked. */
    zscapeCatalogue?: unknown;
  }
}

export function leaveCatalogue(json: unknown): void {
  window.zscapeCatalogue = json;
}

/** Returns what was left, once: whoever asks later wants to know what the server has then. */
export function takeCatalogue(): unknown {
  if (typeof window === 'undefined') return undefined;
  const left = window.zscapeCatalogue;
  delete window.zscapeCatalogue;
  return left;
}
