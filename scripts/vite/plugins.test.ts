import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageOf } from './buildNotes.ts';
import { modelFile } from './liveModels.ts';
import { withPolicy } from './policy.ts';
import { defaultModel, preloadTags, workerTags } from './preload.ts';
import { withFrames } from './prerender.ts';

let publicDir = '';
const write = (path: string, text: string) => {
  const full = join(publicDir, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, text);
};

beforeAll(() => {
  publicDir = mkdtempSync(join(tmpdir(), 'zscape-public-'));
  write('secret.txt', 'not a model');
  write('models/face/zscape.json', '{}');
});
afterAll(() => rmSync(publicDir, { recursive: true, force: true }));

describe('modelFile', () => {
  const find = (path: string) => modelFile(join(publicDir, 'models'), path);

  it('finds a file of a model, whatever query follows', () => {
    expect(find('/face/zscape.json?v=1')?.stats.size).toBe(2);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/face/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/face',
    '/',
    '/nothing.bin',
    '/%',
    '/face/zscape.json%00',
  ])('finds nothing at %s', (path) => {
    expect(find(path)).toBeUndefined();
  });
});

describe('defaultModel', () => {
  it('is the marked one, else the first, else none', () => {
    expect(defaultModel(publicDir)).toBeUndefined();
    write('models/index.json', JSON.stringify({ schema: 1, models: [{ id: 'a' }, { id: 'b' }] }));
    expect(defaultModel(publicDir)).toBe('a');
    write(
      'models/index.json',
      JSON.stringify({ schema: 1, models: [{ id: 'a' }, { id: 'b', default: true }] }),
    );
    expect(defaultModel(publicDir)).toBe('b');
    write('models/index.json', JSON.stringify({ schema: 1, models: [] }));
    expect(defaultModel(publicDir)).toBeUndefined();
  });

  it('is asked for with addresses relative to the page', () => {
    expect(preloadTags('b').map((tag) => tag.attrs?.href)).toEqual([
      './models/index.json',
      './models/b/zscape.json',
    ]);
  });
});

describe('workerTags', () => {
  it('picks only the engine’s worker from the build', () => {
    const files = [
      'assets/index-a1.js',
      'assets/film.worker-b2.js',
      'assets/engine.worker-C_3.js',
      'assets/engine.worker-d4.css',
    ];
    expect(workerTags(files).map((tag) => tag.attrs?.href)).toEqual(['./assets/engine.worker-C_3.js']);
  });
});

describe('packageOf', () => {
  it('names the innermost package of a module', () => {
    expect(packageOf('/p/node_modules/react/index.js')).toBe('react');
    expect(packageOf('/p/node_modules/a/node_modules/@s/b/x.js')).toBe('@s/b');
    expect(packageOf('/p/src/app/main.tsx')).toBeUndefined();
  });
});

describe('withPolicy', () => {
  it('puts the policy before every script, and allows neither inline styles nor code in strings', () => {
    const html = withPolicy(
      '<html><head>\n<script src="a.js"></script><meta charset="utf-8" /></head></html>',
    );
    expect(html).toMatch(
      /^<html><head>\s*<meta charset="utf-8" \/>\s*<meta http-equiv="Content-Security-Policy"/,
    );
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<script'));
    expect(html).not.toMatch(/'unsafe-(inline|eval)'/);
    expect(html.match(/charset/g)).toHaveLength(1);
  });
});

describe('withFrames', () => {
  const page = '<body><div id="root"></div></body>';

  it('puts the frame into the HTML, inert until React takes it over', () => {
    expect(withFrames(page, new Map([['en', '<p>$&</p>']]))).toBe(
      '<body><div id="root" inert><p>$&</p></div></body>',
    );
  });

  it('adds the other languages as templates', () => {
    const frames = new Map(['en', 'ja'].map((language) => [language, `<p>${language}</p>`]));
    expect(withFrames(page, frames)).toBe(
      '<body><div id="root" inert><p>en</p></div><template data-frame="ja"><p>ja</p></template></body>',
    );
  });

  it('removes styles, which the policy of the page would refuse', () => {
    expect(withFrames(page, new Map([['en', '<p class="a" style="height:1px">x</p>']]))).toContain(
      '<p class="a">x</p>',
    );
  });

  it('refuses HTML that has no place for it', () => {
    expect(() => withFrames('<body></body>', new Map())).toThrow('<div id="root"></div>');
  });
});
