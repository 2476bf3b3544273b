/**
 * Makes sure that this Node is new enough and that `node_modules` holds what `package-lock.json` asks for.
 * It is plain Node without dependencies, because it runs before there are any. It is also a command:
 *   node scripts/ensureInstalled.mjs [--dev] [FOLDER ...]
 * With --dev the tools of development come too. A FOLDER is one with a package.json of its own, such as `bench`.
 */
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/** The project's folder, with no slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * The oldest Node of each release line that the tools run on. Lines without an entry came before them or, like 21, ended
 * too early; every line after the last one is new enough.
 * @type {Readonly<Record<number, number>>}
 */
const oldestMinor = { 20: 19, 22: 12 };

/**
 * @param {string} version as `process.versions.node` gives it
 * @returns {string | undefined} one sentence on what is wrong, or nothing
 */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const least = oldestMinor[major];
  const fine = least === undefined ? major > 22 : minor >= least;
  if (fine) return undefined;
  return `Zscape needs Node 20.19 or newer (of the 22 line, 22.12 or newer), and this is Node ${version}. Get a current one from https://nodejs.org and try again.`;
}

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, dev?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

/**
 * Compares versions rather than file times: a fresh checkout or a copied folder has meaningless times.
 * Optional packages are left out, since npm installs only those that fit the machine.
 * @param {Lock} wanted `package-lock.json`
 * @param {Lock | undefined} present `node_modules/.package-lock.json`, which npm writes when it installs
 * @param {{ dev: boolean }} options dev: whether the tools of development are asked for, too
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
 * Installing empties `node_modules` first. Where that is a link, it belongs to another checkout, which would lose its packages.
 * @param {string} path of the folder
 * @param {string} name of it, for the sentence
 * @returns {string | undefined} one sentence on what is wrong, or nothing
 */
export function linkComplaint(path, name) {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return undefined;
  return `${name} is a link to packages of another checkout, which do not fit this one, and to install here would delete them there. Remove the link and try again, or bring the packages up to date where they lie.`;
}

/** @param {string} path @returns {Lock | undefined} */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string[]} args @param {string} cwd @returns {boolean} whether npm ended well */
function npm(args, cwd) {
  // npm tells its scripts where it lies itself; that spares a search of PATH and the .cmd file of Windows.
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
 * Ends the process with a plain sentence if Node is too old or the packages cannot be installed.
 * @param {{ dev?: boolean, folders?: readonly string[] }} [wishes] dev: also the tools of development (linter, tests,
 *   types); folders: also the packages of these folders, from the project's
 */
export function ensureInstalled({ dev = false, folders = [] } = {}) {
  const complaint = nodeComplaint(process.versions.node);
  if (complaint !== undefined) fail(complaint);
  ensureFolder('', dev);
  for (const folder of folders) ensureFolder(folder, false);
}

/** @param {string} folder from the project's, empty for the project itself @param {boolean} wishesDev */
function ensureFolder(folder, wishesDev) {
  const path = join(root, folder);
  const lockName = join(folder, 'package-lock.json');
  const wanted = readLock(join(root, lockName));
  if (wanted === undefined)
    fail(`${lockName} cannot be read. Check the project out again, then try once more.`);
  const present = readLock(join(path, 'node_modules', '.package-lock.json'));
  // Who has the tools of development keeps them: an installation without them would take them away.
  const dev = wishesDev || Object.values(present?.packages ?? {}).some((locked) => locked.dev);
  const missing = missingPackages(wanted, present, { dev });
  if (missing.length === 0) return;
  const borrowed = linkComplaint(join(path, 'node_modules'), join(folder, 'node_modules'));
  if (borrowed !== undefined) fail(borrowed);

  const what = folder === '' ? 'what Zscape is built with' : `what ${folder} needs`;
  console.log(
    present === undefined
      ? `Installing ${what} (npm ci). This happens once and takes up to a minute.`
      : `Bringing ${join(folder, 'node_modules')} up to date with ${lockName} (npm ci): ${missing.length} packages differ.`,
  );
  const options = ['--no-audit', '--no-fund', ...(dev ? ['--include=dev'] : ['--omit=dev'])];
  if (npm(['ci', ...options], path)) return;
  console.log('npm ci did not work; trying npm install.');
  if (npm(['install', ...options], path)) return;
  fail(
    'npm could not install the packages; what it said stands above. Check the network (or your npm proxy settings) and try again.',
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
