/** Documentation names files. A file that moves takes its mention along, or this fails. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

/** Paths of the project in backticks: whole ones only, no patterns and no placeholders. */
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

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  it('names files and folders that exist', () => {
    expect(namedPaths(text).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('links to pages that exist', () => {
    const missing = linkedPaths(text).filter((path) => !existsSync(join(root, dirname(page), path)));
    expect(missing.map((path) => relative('.', path))).toEqual([]);
  });
});
