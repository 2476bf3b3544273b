import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withAddress } from './hostAddress.ts';
import { modelFiles, pageFiles, versionOf } from './serviceWorker.ts';

let folder = '';
const write = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zscape-dist-'));
  for (const path of ['assets/page-abcd1234.js', 'assets/page-abcd1234.js.map', 'bench/index.html', 'sw.js'])
    write(path, path);
  for (const path of [
    'index.html',
    'icon.svg',
    'manifest.webmanifest',
    'icons/icon-192.png',
    '.vite/manifest.json',
  ])
    write(path, path);
  write('models/index.json', JSON.stringify({ models: [{ id: 'a' }, { id: 'b', default: true }] }));
  for (const path of ['a/zscape.json', 'b/zscape.json', 'b/card.json', 'b/encoder/model.json'])
    write(`models/${path}`, path);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what the service worker keeps', () => {
  it('is the page with its files, the page itself last, without files that only other pages or the server need', () => {
    const files = pageFiles(folder);
    expect(files.map(({ url }) => url)).toEqual([
      './assets/page-abcd1234.js',
      './icon.svg',
      './icons/icon-192.png',
      './manifest.webmanifest',
      './',
    ]);
    expect(files[0]).toEqual({ url: './assets/page-abcd1234.js', revision: null });
    expect(files.at(-1)?.integrity).toMatch(/^sha256-/);
  });

  it('is the default model with its whole folder, and the list of models', () => {
    expect(modelFiles(folder).map(({ path }) => path)).toEqual([
      'models/index.json',
      'models/b/card.json',
      'models/b/encoder/model.json',
      'models/b/zscape.json',
    ]);
  });

  it('has a different version for each list of files', () => {
    expect(versionOf(['a', 'b'])).toBe(versionOf(['b', 'a']));
    expect(versionOf(['a', 'b'])).not.toBe(versionOf(['a', 'c']));
  });
});

describe('withAddress', () => {
  const html = '<head>\n  <meta property="og:image" content="./screenshots/card.jpg" />\n  </head>';

  it('fills in a known address of the host', () => {
    const filled = withAddress(html, 'https://example.org/zscape');
    expect(filled).toContain('content="https://example.org/zscape/screenshots/card.jpg"');
    expect(filled).toContain('<link rel="canonical" href="https://example.org/zscape/" />');
  });

  it('leaves everything relative without one, and refuses an invalid one', () => {
    expect(withAddress(html, undefined)).toBe(html);
    expect(withAddress(html, '')).toBe(html);
    expect(() => withAddress(html, 'file:///zscape')).toThrow('ZSCAPE_ADDRESS');
  });
});
