/**
 * Checks the size of the page's own script: the entry chunk and the parts that it runs one after the other, with their static
 * imports, gzipped as a host would do it. Also checks that nothing meant to load on demand (TF.js, encoders, the converter's parts)
 * has slipped in.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './ensureInstalled.mjs';
import { buildIsFresh } from './sourceStamp.mjs';

const limit = 150 * 1024;
const notAtFirst = [/^@tensorflow\//, /^mediabunny$/, /^modern-tar$/, /^@bufbuild\//, /^fflate$/];

/** @typedef {{ file: string, isEntry?: boolean, imports?: string[], dynamicImports?: string[] }} ManifestChunk */

/** @param {string} name @returns {any} */
function readNote(name) {
  return JSON.parse(readFileSync(join(root, 'dist', '.vite', name), 'utf8'));
}

if (!buildIsFresh(root)) {
  console.error('dist/ holds no build of the current sources. Run npm run build first.');
  process.exit(1);
}

/** @type {Record<string, ManifestChunk>} */
const manifest = readNote('manifest.json');
/** @type {Record<string, string[]>} */
const packages = readNote('packages.json');

/** @type {Set<string>} */
const first = new Set();
/** @param {string} key */
function follow(key) {
  const chunk = manifest[key];
  if (chunk === undefined || first.has(chunk.file)) return;
  first.add(chunk.file);
  for (const next of chunk.imports ?? []) follow(next);
}
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isEntry) continue;
  follow(key);
  for (const part of chunk.dynamicImports ?? []) follow(part);
}

const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(10);
const complaints = [];
let total = 0;
console.log(`${'bytes'.padStart(10)} ${'gzipped'.padStart(10)}  chunk`);
for (const file of [...first].filter((name) => name.endsWith('.js')).sort()) {
  const bytes = readFileSync(join(root, 'dist', file));
  const zipped = gzipSync(bytes).length;
  total += zipped;
  const held = packages[file] ?? [];
  console.log(
    `${kilobytes(bytes.length)} ${kilobytes(zipped)}  ${file}  (${held.join(', ') || 'our own code'})`,
  );
  for (const name of held) {
    if (notAtFirst.some((pattern) => pattern.test(name))) {
      complaints.push(`${name} is in ${file}, which every page loads; load it on demand instead.`);
    }
  }
}
console.log(
  `${' '.repeat(10)} ${kilobytes(total)}  the page's own script in all, of ${kilobytes(limit).trim()} allowed`,
);

if (first.size === 0) complaints.push('The manifest names no entry.');
if (total > limit) complaints.push(`The page's own script is ${total - limit} bytes over its limit.`);
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
