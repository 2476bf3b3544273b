/**
 * The Content-Security-Policy of the built page: what it may run, fetch and show. The page carries it itself, so that it
 * holds on every host; the two directives that only a header can carry are in `policyHeader`, which `npm start` sends.
 */
import type { Plugin } from 'vite';

const directives: Readonly<Record<string, string>> = {
  'default-src': "'self'",
  // The network's kernels are WebAssembly; nothing is compiled from text.
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  // Thumbnails are data, pictures of faces that were dropped are blobs.
  'img-src': "'self' blob: data:",
  // TF.js starts its threads from blobs.
  'worker-src': "'self' blob:",
  // A model may come from another server. One on this machine needs no https where the page is on it, too; any other page
  // takes that away from itself (src/app/early/tightenPolicy.ts).
  'connect-src': "'self' https: http://localhost:* http://127.0.0.1:*",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** Of the page alone: workers have no policy of their own that could let an address pass. */
const trustedTypes: Readonly<Record<string, string>> = {
  'require-trusted-types-for': "'script'",
  // The browser's default policy, which src/app/early/guardAddresses.ts makes.
  'trusted-types': 'default',
};

const inWords = (all: Readonly<Record<string, string>>): string =>
  Object.entries(all)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** What a host should send beside the page, its workers and its models. */
export const policyHeader: Readonly<Record<string, string>> = {
  'Content-Security-Policy': inWords({ ...directives, 'frame-ancestors': "'self'" }),
};

const charset = '<meta charset="utf-8" />';

/** @returns the HTML with its policy in front of everything that it is about; what says how to read the text comes first. */
export function withPolicy(html: string): string {
  const content = inWords({ ...directives, ...trustedTypes });
  const tag = `<meta http-equiv="Content-Security-Policy" content="${content}" />`;
  return html.replace(charset, '').replace(/<head>\s*/, `<head>\n    ${charset}\n    ${tag}\n    `);
}

/** Has to be the last plugin that puts something at the head's beginning. */
export function policy(): Plugin {
  return {
    name: 'zscape:policy',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: withPolicy },
  };
}
