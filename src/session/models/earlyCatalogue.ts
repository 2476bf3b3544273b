/** The page's first script fetches the catalogue early, and leaves it here for the session. */

declare global {
  interface Window {
    /** The content of `models/index.json`, parsed and not checked. */
    zscapeCatalogue?: unknown;
  }
}

export function leaveCatalogue(json: unknown): void {
  window.zscapeCatalogue = json;
}

/** Returns the catalogue that was fetched early, but only once: a later caller needs the server's current one. */
export function takeCatalogue(): unknown {
  if (typeof window === 'undefined') return undefined;
  const left = window.zscapeCatalogue;
  delete window.zscapeCatalogue;
  return left;
}
