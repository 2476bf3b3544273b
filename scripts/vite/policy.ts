/**
 * The Content-Security-Policy of the built page: what it may run, fetch and show. It is in the page itself, so it applies on every
 * host; the directives that work only in a header are in `policyHeader`, which `npm start` sends.
 */
import type { Plugin } from 'vite';

const directives: Readonly<Record<string, string>> = {
  'default-src': "'self'",
  // The network's kernels are WebAssembly; no code is made from strings.
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  // Thumbnails are data URLs; dropped pictures of faces are blobs.
  'img-src': "'self' blob: data:",
  // The page shows a video that was just exported.
  'media-src': "'self' blob:",
  // TF.js starts its threads from blobs.
  'worker-src': "'self' blob:",
  // A model may come from another server. A page served from this machine may fetch from it without https; any other page drops
  // that permission (src/app/early/tightenPolicy.ts).
  'connect-src': "'self' https: http://localhost:* http://127.0.0.1:*",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** For the page alone: workers have no Trusted Types policy of their own that could approve an address. */
const trustedTypes: Readonly<Record<string, string>> = {
  'require-trusted-types-for': "'script'",
  // The browser's default policy, which src/app/early/guardAddresses.ts makes.
  'trusted-types': 'default',
};

const inWords = (all: Readonly<Record<string, string>>): string =>
  Object.entries(all)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** Headers that a host should send with the page, its workers and its models. */
export const policyHeader: Readonly<Record<string, string>> = {
  'Content-Security-Policy': inWords({ ...directives, 'frame-ancestors': "'self'" }),
};

const charset = '<meta charset="utf-8" />';

/** @returns the HTML with its policy ahead of everything that it governs; only the tag for the character set comes before it. */
export function withPolicy(html: string): string {
  const content = inWords({ ...directives, ...trustedTypes });
  const tag = `<meta http-equiv="Content-Security-Policy" content="${content}" />`;
  return html.replace(charset, '').replace(/<head>\s*/, `<head>\n    ${charset}\n    ${tag}\n    `);
}

/** Must be the last plugin that inserts anything at the start of the head. */
export function policy(): Plugin {
  return {
    name: 'zscape:policy',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: withPolicy },
  };
}
