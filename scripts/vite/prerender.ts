/**
 * Writes the page's frame into the HTML: the rail, the header, the canvas and the places of later parts, as React renders them
 * before any data is loaded. The canvas for the first picture then comes with the HTML, and React hydrates the frame.
 */
import type { Plugin } from 'vite';

const empty = '<div id="root"></div>';

/** @returns the HTML of the page's first state in each language, English first. */
async function renderFrames(root: string): Promise<Map<string, string>> {
  const [{ createServer }, { default: react }] = await Promise.all([
    import('vite'),
    import('@vitejs/plugin-react'),
  ]);
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    plugins: [react()],
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const { prerender } = await server.ssrLoadModule('/src/app/prerender.tsx');
    return await prerender();
  } finally {
    await server.close();
  }
}

/**
 * @param frames by language; the first goes into the page and the others beside it, as templates, one of which the page's first
 * script may put in its place (`src/app/early/frameLanguage.ts`)
 * @returns the HTML with the frames in it. The frame is `inert` until React has taken it over. The page's policy allows no inline
 * styles, so the frame must look right without them.
 */
export function withFrames(html: string, frames: ReadonlyMap<string, string>): string {
  if (!html.includes(empty)) throw new Error(`index.html has no ${empty} to hold the page's frame.`);
  const [first, ...others] = [...frames].map(([language, frame]) => {
    const plain = frame.replaceAll(/ style="[^"]*"/g, '');
    return { language, plain };
  });
  const templates = others.map(
    ({ language, plain }) => `<template data-frame="${language}">${plain}</template>`,
  );
  return html.replace(empty, () => `<div id="root" inert>${first?.plain ?? ''}</div>${templates.join('')}`);
}

export function prerender(): Plugin {
  let root = '';
  return {
    name: 'zscape:prerender',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html) {
        return withFrames(html, await renderFrames(root));
      },
    },
  };
}
