/**
 * Writes the page's frame into the HTML: the rail, the header, the canvas and the rooms of all that comes later, as React renders
 * them before anything is known. The first picture has its canvas with the HTML then, and React takes over what stands there.
 */
import type { Plugin } from 'vite';

const empty = '<div id="root"></div>';

/** @returns the HTML of the page's first state. */
async function renderFrame(root: string): Promise<string> {
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
    return prerender();
  } finally {
    await server.close();
  }
}

/**
 * @returns the HTML with the frame in it. It cannot be used before React has taken it over, which takes `inert` away. The page's
 *   policy allows no styles in the HTML, so the frame has to stand as it should without them.
 */
export function withFrame(html: string, frame: string): string {
  if (!html.includes(empty)) throw new Error(`index.html has no ${empty} for the page's frame.`);
  const plain = frame.replaceAll(/ style="[^"]*"/g, '');
  return html.replace(empty, () => `<div id="root" inert>${plain}</div>`);
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
        return withFrame(html, await renderFrame(root));
      },
    },
  };
}
