/** The build's own list of files: `scripts/vite/serviceWorker.ts` writes it into the service worker. */

/**
 * A file of the page. If its name holds its hash, its content never changes; otherwise `revision` and `integrity`
 * identify the content.
 */
export interface PageFile {
  url: string;
  revision: string | null;
  integrity?: string;
}

/** A file of the default model, which every page keeps by its hash (`src/bundle/device/weightsCache.ts`). */
export interface ModelFile {
  path: string;
  sha256: string;
}

export interface BuildList {
  version: string;
  /** The page itself comes last: once it is kept, so is its whole version. */
  page: readonly PageFile[];
  model: readonly ModelFile[];
}

declare const __BUILD_LIST__: BuildList;

export const buildList = __BUILD_LIST__;
