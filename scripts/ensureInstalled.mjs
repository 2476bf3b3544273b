/**
 * Makes sure that this Node is new enough and that `node_modules` holds what `package-lock.json` asks for.
 * It is plain Node without dependencies, because it runs before any are installed. It is also a command:
 *   node scripts/ensureInstalled.mjs [--dev] [FOLDER ...]
 * --dev adds the development tools. A FOLDER is one with its own package.json, such as `bench`.
 */
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/** The project's folder, with no slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * The oldest minor version of each Node release line that the tools run on. Lines without an entry are older or, like 21, ended too
 * early; every later line is new enough.
 * @type {Readonly<Record<number, number>>}
 */
const oldestMinor = { 20: 19, 22: 12 };

/**
 * @param {string} version as `process.versions.node` gives it
 * @returns {string | undefined} one sentence on what is wrong, or undefined
 */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const least = oldestMinor[major];
  const fine = least === undefined ? major > 22 : minor >= least;
  if (fine) return undefined;
  return `Zscape needs Node 20.19 or newer (22.12 or newer in the 22 line), but this is Node ${version}. Get a current one from https://nodejs.org and try again.`;
}

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, dev?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

/**
 * Compares versions rather than file times, which mean nothing in a fresh checkout or a copied folder. Optional packages are
 * ignored, since npm installs only those that fit the machine.
 * @param {Lock} wanted `package-lock.json`
 * @param {Lock | undefined} present `node_modules/.package-lock.json`, which npm writes when it installs
 * @param {{ dev: boolean }} options dev: whether the development tools are needed, too
 * @returns {string[]} folders of packages that are missing or have another version
 */
export function missingPackages(wanted, present, { dev }) {
  const missing = [];
  for (const [folder, locked] of Object.entries(wanted.packages ?? {})) {
    if (folder === '' || locked.optional || locked.devOptional || locked.link) continue;
    if (locked.dev && !dev) continue;
    if (present?.packages?.[folder]?.version !== locked.version) missing.push(folder);
  }
  return missing;
}

/**
 * Refuses to install into a linked `node_modules`: installing empties it first, and another checkout would lose its packages.
 * @param {string} path of the folder
 * @param {string} name its name, for the sentence
 * @returns {string | undefined} one sentence on what is wrong, or undefined
 */
export function linkComplaint(path, name) {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return undefined;
  return `${name} is a link to the packages of another checkout. They do not fit this one, and installing here would delete them there. Remove the link and try again, or update the packages in that checkout.`;
}

/** @param {string} path @returns {Lock | undefined} */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string[]} args @param {string} cwd @returns {boolean} whether npm succeeded */
function npm(args, cwd) {
  // npm tells its scripts its own path, which spares us searching PATH and running Windows' .cmd file.
  const self = process.env.npm_execpath;
  const known = self !== undefined && /npm-cli\.[cm]?js$/.test(self);
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = ['ignore', 'inherit', 'inherit'];
  const result = known
    ? spawnSync(process.execPath, [self, ...args], { cwd, stdio })
    : spawnSync('npm', args, { cwd, stdio, shell: process.platform === 'win32' });
  return result.status === 0;
}

/**
 * Ends the process with a plain sentence when Node is too old or the packages cannot be installed.
 * @param {{ dev?: boolean, folders?: readonly string[] }} [wishes] dev: also the development tools (linter, tests, types); folders:
 * also the packages of these folders, relative to the project's
 */
export function ensureInstalled({ dev = false, folders = [] } = {}) {
  const complaint = nodeComplaint(process.versions.node);
  if (complaint !== undefined) fail(complaint);
  ensureFolder('', dev);
  for (const folder of folders) ensureFolder(folder, false);
}

/** @param {string} folder relative to the project's, empty for the project itself @param {boolean} wishesDev */
function ensureFolder(folder, wishesDev) {
  const path = join(root, folder);
  const lockName = join(folder, 'package-lock.json');
  const wanted = readLock(join(root, lockName));
  if (wanted === undefined)
    fail(`${lockName} cannot be read. Check the project out again, then try once more.`);
  const present = readLock(join(path, 'node_modules', '.package-lock.json'));
  // If the development tools are installed, keep them: npm ci without them would remove them.
  const dev = wishesDev || Object.values(present?.packages ?? {}).some((locked) => locked.dev);
  const missing = missingPackages(wanted, present, { dev });
  if (missing.length === 0) return;
  const borrowed = linkComplaint(join(path, 'node_modules'), join(folder, 'node_modules'));
  if (borrowed !== undefined) fail(borrowed);

  const what = folder === '' ? 'what Zscape is built with' : `what ${folder} needs`;
  console.log(
    present === undefined
      ? `Installing ${what} (npm ci). This happens once and takes up to a minute.`
      : `Bringing ${join(folder, 'node_modules')} up to date with ${lockName} (npm ci): ${missing.length} packages differ from it.`,
  );
  const options = ['--no-audit', '--no-fund', ...(dev ? ['--include=dev'] : ['--omit=dev'])];
  if (npm(['ci', ...options], path)) return;
  console.log('npm ci did not work; trying npm install.');
  if (npm(['install', ...options], path)) return;
  fail(
    'npm could not install the packages; its message is above. Check the network (or your npm proxy settings) and try again.',
  );
}

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({
    options: { dev: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  ensureInstalled({ dev: values.dev, folders: positionals });
}
