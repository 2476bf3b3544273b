/** One word for one thing: no text of the page or the docs uses a word that docs/glossary.md forbids. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { forbiddenIn, readForbidden, textsOf } from './words.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const glossary = 'docs/glossary.md';
const forbidden = readForbidden(read(glossary));

const filesUnder = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

/** Folders with texts that a visitor reads. */
const pageFolders = ['src/app', 'src/panels', 'src/commands', 'src/session', 'src/export', 'src/store'];
const sources = pageFolders
  .flatMap(filesUnder)
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|\.(ja|ko)\.ts$/.test(path));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...filesUnder('docs').filter((path) => path.endsWith('.md') && path !== glossary),
];

describe('texts of the page', () => {
  it.each(sources)('%s', (path) => {
    expect(forbiddenIn(textsOf(read(path)), forbidden, 'page')).toEqual([]);
  });
});

describe('docs', () => {
  it.each(pages)('%s', (path) => {
    expect(forbiddenIn([read(path)], forbidden, 'docs')).toEqual([]);
  });
});

describe('the search itself', () => {
  it('reads the table of the glossary', () => {
    expect(forbidden.length).toBeGreaterThan(10);
    expect(forbidden).toContainEqual({ not: 'present face', but: 'current face', where: null });
  });

  it('finds a word in a string, in JSX and in an attribute, but not in a comment or a longer word', () => {
    const source = [
      "const a = 'The present face';",
      '<p title="present face">',
      '  The present',
      '  face.',
      '</p>',
      '// the present face',
      '/** A present face. */',
      'const representFace = "represent faces";',
    ].join('\n');
    expect(forbiddenIn(textsOf(source), forbidden, 'page')).toEqual(
      Array.from({ length: 3 }, () => '“present face”: write “current face”'),
    );
  });

  it('tells the page from the docs', () => {
    const words = readForbidden(
      '## Words that we avoid\n\n| not | but | where |\n|---|---|---|\n| `At the end` | Repeat | page |\n',
    );
    expect(forbiddenIn(['At the end of it'], words, 'docs')).toEqual([]);
    expect(forbiddenIn(['At the end of it'], words, 'page')).toHaveLength(1);
  });
});
