/**
 * Fills in the page's own address, which only the host knows. All addresses in the build are relative, so it runs anywhere; but
 * link previews need the full address of the page's picture, and search engines that of the page. It comes from the build's
 * environment variable `ZSCAPE_ADDRESS`, which the Pages workflow sets. Without it, the picture's address stays relative and the
 * page's is left out.
 */
import type { Plugin } from 'vite';

/** @returns the HTML with full addresses. @throws Error when `given` is not an http address. */
export function withAddress(html: string, given: string | undefined): string {
  if (given === undefined || given === '') return html;
  const address = new URL(given.endsWith('/') ? given : `${given}/`);
  if (!/^https?:$/.test(address.protocol))
    throw new Error(`ZSCAPE_ADDRESS must be an http address, not ${given}.`);
  const own = `<meta property="og:url" content="${address.href}" />\n    <link rel="canonical" href="${address.href}" />\n  </head>`;
  return html
    .replace(/(property="og:image" content=")\.\/([^"]+)"/, (_, start: string, path: string) => {
      return `${start}${new URL(path, address).href}"`;
    })
    .replace('</head>', () => `  ${own}`);
}

export function hostAddress(): Plugin {
  return {
    name: 'zscape:host-address',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: (html) => withAddress(html, process.env.ZSCAPE_ADDRESS) },
  };
}
