/**
 * One table of what each folder may import from the rest of the project, and the Biome rules that enforce it.
 *   node scripts/lint/borders.mjs    writes the rules to borders.json, which biome.json extends
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @type {Readonly<Record<string, readonly string[]>>} in the order of docs/architecture.md; app may import everything */
export const mayImport = {
  base: [],
  language: ['base'],
  download: ['base'],
  bundle: ['base', 'download'],
  latent: ['base'],
  network: ['base', 'latent'],
  converter: ['base', 'download', 'bundle'],
  engine: ['base', 'bundle'],
  cli: ['base', 'download', 'bundle', 'latent', 'converter', 'engine', 'export'],
  canvas: ['base'],
  photo: ['base', 'latent'],
  export: ['base', 'latent', 'canvas'],
  store: ['base', 'language', 'bundle', 'latent', 'network', 'engine', 'photo'],
  session: [
    'base',
    'language',
    'download',
    'bundle',
    'latent',
    'network',
    'converter',
    'engine',
    'canvas',
    'photo',
    'export',
    'store',
  ],
  commands: ['base', 'language', 'bundle', 'latent', 'network', 'engine', 'photo', 'store', 'session'],
  panels: ['base', 'language', 'bundle', 'latent', 'network', 'canvas', 'photo', 'store', 'commands'],
  serviceWorker: [],
};

/** Nothing imports these two: the command line and the page itself. */
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
    override('e2e/**', '**/src/**', 'e2e drives the app from the outside and imports nothing from src/.'),
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
