/**
 * Headers that make the page cross-origin isolated, which WASM threads need (shared memory). A host that cannot set
 * them is helped by `public/isolation-sw.js`.
 */
export const isolationHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
