/**
 * Puts each stylesheet of the page into a cascade layer, chosen by its folder. A rule in a later layer wins over any in an earlier
 * one, whatever their specificity and loading order: panels load when somebody opens them, in any order, and that must not change
 * how the page looks. Within the panels' layer, no two files style the same class (`scripts/lint/styles.mjs` checks that).
 */
import type { Plugin } from 'vite';

/** From the base of everything to what has the last word: forced colours, and touch targets. */
const layers = ['theme', 'page', 'parts', 'panels', 'seeing'] as const;
type Layer = (typeof layers)[number];

/** @param path of a stylesheet, with slashes. @returns its layer; null for a stylesheet that is not the page's */
export function layerOf(path: string): Layer | null {
  if (!/\/src\/(app|panels)\/[^?]*\.css(\?|$)/.test(path)) return null;
  if (path.includes('/src/app/styles/seeing/')) return 'seeing';
  if (/\/src\/app\/styles\/theme\.css/.test(path)) return 'theme';
  if (path.includes('/src/app/styles/')) return 'page';
  if (path.includes('/src/panels/parts/')) return 'parts';
  return 'panels';
}

/** @returns the stylesheet in its layer. @throws where it imports another: within a layer the browser would ignore that */
export function inLayer(css: string, layer: Layer): string {
  if (css.includes('@import'))
    throw new Error('A stylesheet of the page imports another. Import both from a script instead.');
  return `@layer ${layers.join(', ')};\n@layer ${layer} {\n${css}\n}\n`;
}

export function styleLayers(): Plugin {
  return {
    name: 'zscape:style-layers',
    enforce: 'pre',
    transform(css, id) {
      const layer = layerOf(id.replaceAll('\\', '/'));
      return layer && { code: inLayer(css, layer), map: null };
    },
  };
}
