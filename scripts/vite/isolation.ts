/**
 * Headers that make the page cross-origin isolated, so that WASM threads can share memory. On hosts that cannot set them,
 * `src/serviceWorker/isolate.ts` adds them.
 */
export const isolationHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
