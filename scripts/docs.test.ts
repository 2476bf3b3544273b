/** Documentation names files, commands and symbols. Whoever moves or renames one also changes its mention, or this fails. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'fixtures/README.md',
  'training/weights/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

/** Paths of the project in backticks, without patterns and placeholders. */
function namedPaths(text: string): string[] {
  return [...text.matchAll(/`((?:src|bench|scripts|e2e|training|fixtures)\/[\w./@-]*)`/g)].map(
    ([, path]) => path ?? '',
  );
}

/** Addresses of links that stay in the project, without their anchors. */
function linkedPaths(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, address]) => (address ?? '').split('#')[0] ?? '')
    .filter((address) => address !== '' && !/^[a-z]+:/.test(address));
}

/** Links to sections of pages of ours: the page, empty for the same one, and the anchor. */
function linkedSections(text: string): [page: string, section: string][] {
  return [...text.matchAll(/\]\(([\w./-]*\.md)?#([^)\s]+)\)/g)].map(([, path = '', section = '']) => [
    path,
    section,
  ]);
}

/** Anchors of headings, as GitHub makes them. */
function sectionsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/ /g, '-'),
  );
}

/** Names of files and folders without their whole path, such as `encoders/` or `look.ts`: at least one file must end like that. */
function shortPaths(text: string): string[] {
  const own = inBackticks(text).filter((code) => /^[\w@][\w./@-]*(\.(ts|tsx|mjs|py|css)|\/)$/.test(code));
  return own.filter((path) => path.includes('.') || /^[a-z]\w*\/$/.test(path));
}

/** Scripts of package.json, as in `npm run bench:start -- --against DIST`. */
function namedScripts(text: string): string[] {
  return [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
}

/** Words that can only be identifiers: they have a capital inside, or parentheses behind. */
function namedSymbols(text: string): string[] {
  return inBackticks(text)
    .map((code) => code.replace(/\(\w*\)$/, ''))
    .filter((code) => /^[A-Za-z_$][\w$]*[a-z][A-Z][\w$]*$/.test(code));
}

const inBackticks = (text: string) =>
  [...text.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '');

/** Of the project itself, without what is installed, built or downloaded. */
const files = ['src', 'bench', 'scripts', 'e2e', 'training', 'fixtures'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.includes('node_modules'))
    .map((path) => join(folder, path)),
);

const isSource = (path: string) => /\.(ts|tsx|mjs|py|css)$/.test(path) && path !== 'scripts/docs.test.ts';

/** Every word of the sources. */
const words = new Set(
  files.filter(isSource).flatMap((path) => readFileSync(join(root, path), 'utf8').match(/[\w$]+/g) ?? []),
);

const npmScripts: Record<string, string> = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
).scripts;

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  it('names files and folders that exist', () => {
    expect(namedPaths(text).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('runs scripts that exist', () => {
    expect(namedScripts(text).filter((name) => !(name in npmScripts))).toEqual([]);
  });

  it('links to sections that exist', () => {
    const missing = linkedSections(text).filter(([path, section]) => {
      const target = path === '' ? join(root, page) : join(root, dirname(page), path);
      return existsSync(target) && !sectionsOf(readFileSync(target, 'utf8')).includes(section);
    });
    expect(missing).toEqual([]);
  });

  it('links to pages that exist', () => {
    const missing = linkedPaths(text).filter((path) => !existsSync(join(root, dirname(page), path)));
    expect(missing.map((path) => relative('.', path))).toEqual([]);
  });
});

// These three lead newcomers through the code, so that short names count in them, too.
describe.each(['docs/tour.md', 'docs/adding.md', 'docs/architecture.md'])('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  it('names files and folders by their last part that exist', () => {
    const exists = (path: string) => {
      const end = path.replace(/\/$/, '');
      return existsSync(join(root, path)) || files.some((file) => file.endsWith(`/${end}`));
    };
    expect(shortPaths(text)).not.toEqual([]);
    expect(shortPaths(text).filter((path) => !exists(path))).toEqual([]);
  });

  it('names symbols that the sources have', () => {
    expect(namedSymbols(text).filter((symbol) => !words.has(symbol))).toEqual([]);
  });
});
