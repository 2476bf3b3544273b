/**
 * A fingerprint of everything that goes into the build. The build leaves it in `dist/`, so `npm start` builds again only when a
 * source has changed. It does not cover the models, which are served straight from `public/models`, except for the default model's
 * file list, which is in the page's service worker.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the build leaves its fingerprint, relative to the project's folder. */
export const stampPath = join('dist', '.vite', 'source-stamp');

const sources = [
  'index.html',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'scripts/vite',
  'bench/contestants',
  'bench/models',
  'bench/page',
  'bench/peak',
  'bench/vite.ts',
  'public',
  'src',
];

/** @param {string} root @param {string} path @returns {string[]} files at or under `path`, ordered by name */
function filesUnder(root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  let entries;
  try {
    entries = readdirSync(full, { withFileTypes: true });
  } catch {
    return [path];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = `${path}/${entry.name}`;
      if (child === 'public/models' || entry.name.endsWith('.test.ts')) return [];
      return entry.isDirectory() ? filesUnder(root, child) : [child];
    });
}

/** @param {string} root @returns {string[]} the list of models, and the default one's list of its files */
function defaultModel(root) {
  const list = 'public/models/index.json';
  if (!existsSync(join(root, list))) return [list];
  /** @type {{ models?: { id: string, default?: boolean }[] }} */
  const { models = [] } = JSON.parse(readFileSync(join(root, list), 'utf8'));
  const id = (models.find((model) => model.default) ?? models[0])?.id;
  return [list, `public/models/${id}/zscape.json`];
}

/** @param {string} root the project's folder @returns {string} SHA-256 in hex */
export function sourceStamp(root) {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesUnder(root, source))) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`);
    hash.update(bytes);
  }
  for (const path of defaultModel(root))
    hash.update(existsSync(join(root, path)) ? readFileSync(join(root, path)) : path);
  return hash.digest('hex');
}

/** @param {string} root @returns {boolean} whether `dist/` holds a build of the current sources */
export function buildIsFresh(root) {
  const stamp = join(root, stampPath);
  if (!existsSync(stamp) || !existsSync(join(root, 'dist', 'index.html'))) return false;
  return readFileSync(stamp, 'utf8').trim() === sourceStamp(root);
}
