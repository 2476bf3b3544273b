import { describe, expect, it } from 'vitest';
import { inLayer, layerOf } from './styleLayers.ts';

describe('layers of styles', () => {
  it('are chosen by folder', () => {
    expect(layerOf('/home/me/src/app/styles/theme.css')).toBe('theme');
    expect(layerOf('/home/me/src/app/styles/controls.css')).toBe('page');
    expect(layerOf('/home/me/src/app/styles/seeing/forced.css')).toBe('seeing');
    expect(layerOf('/home/me/src/panels/parts/fields/slider.css')).toBe('parts');
    expect(layerOf('/home/me/src/panels/walk/walk.css')).toBe('panels');
    expect(layerOf('/home/me/src/app/keys/palette.css?inline')).toBe('panels');
  });

  it('exist for the page only', () => {
    expect(layerOf('/home/me/bench/page/page.css')).toBeNull();
    expect(layerOf('/home/me/src/panels/walk/WalkPanel.tsx')).toBeNull();
  });

  it('have one order, which every file declares, whichever loads first', () => {
    const [order, ...rest] = inLayer('.a { top: 0 }', 'panels').split('\n');
    expect(order).toBe('@layer theme, page, parts, panels, seeing;');
    expect(rest.join('\n')).toBe('@layer panels {\n.a { top: 0 }\n}\n');
  });

  it('refuse imports, which the browser would ignore', () => {
    expect(() => inLayer('@import "./b.css";', 'page')).toThrow('imports another');
  });
});
