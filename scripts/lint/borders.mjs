/**
 * What each folder may import from the project beside itself, as one table, and the rules of Biome that hold it.
 *   node scripts/lint/borders.mjs    writes them to borders.json, which biome.json extends
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @type {Readonly<Record<string, readonly string[]>>} in the order of docs/architecture.md; app may import everything */
export const mayImport = {
  base: [],
  download: ['base'],
  bundle: ['base', 'download'],
  latent: ['base'],
  converter: ['base', 'download', 'bundle'],
  engine: ['base', 'bundle'],
  cli: ['base', 'download', 'bundle', 'converter', 'engine'],
  canvas: ['base'],
  export: ['base', 'latent', 'canvas'],
  store: ['base', 'bundle', 'latent', 'engine'],
  session: ['base', 'download', 'bundle', 'latent', 'converter', 'engine', 'canvas', 'export', 'store'],
  commands: ['base', 'bundle', 'latent', 'engine', 'store', 'session'],
  panels: ['base', 'bundle', 'latent', 'canvas', 'store', 'commands'],
};

/** Nobody imports these two: the command line and the page itself. */
const ends = ['cli', 'app'];

/** @returns {object} what biome.json extends */
export function borderRules() {
  const folders = [...new Set([...Object.keys(mayImport), ...ends])];
  const overrides = Object.entries(mayImport).map(([folder, allowed]) => {
    const forbidden = folders.filter((name) => name !== folder && !allowed.includes(name));
    const knows = allowed.length === 0 ? 'nothing of the project' : `only ${allowed.join(', ')}`;
    return override(
      `src/${folder}/**`,
      `**/../{${forbidden.join(',')}}/**`,
      `Import border: ${folder} knows ${knows} (scripts/lint/borders.mjs).`,
    );
  });
  overrides.push(
    override('e2e/**', '**/src/**', 'e2e drives the app from outside and imports nothing from src/.'),
  );
  return { overrides };
}

/** @param {string} files @param {string} pattern @param {string} message */
function override(files, pattern, message) {
  const noRestrictedImports = { level: 'error', options: { patterns: [{ group: [pattern], message }] } };
  return { includes: [files], linter: { rules: { style: { noRestrictedImports } } } };
}

/** The text of borders.json. */
export const bordersText = () => `${JSON.stringify(borderRules(), null, 1)}\n`;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(join(import.meta.dirname, 'borders.json'), bordersText());
