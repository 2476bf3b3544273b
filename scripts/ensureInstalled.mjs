/**
 * Makes sure that this Node is new enough and that `node_modules` holds what `package-lock.json` asks for.
 * Plain Node without dependencies, because it runs before there are any. Also a command: `node scripts/ensureInstalled.mjs`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

/**
 * Compares versions rather than file times: a fresh checkout or a copied folder has meaningless times.
 * Optional packages are left out, since npm installs only those that fit the machine.
 * @param {Lock} wanted `package-lock.json`
 * @param {Lock | undefined} present `node_modules/.package-lock.json`, which npm writes when it installs
 * @returns {string[]} folders of packages that are missing or have another version
 */
export function missingPackages(wanted, present) {
  const missing = [];
  for (const [folder, locked] of Object.entries(wanted.packages ?? {})) {
    if (folder === '' || locked.optional || locked.devOptional || locked.link) continue;
    if (present?.packages?.[folder]?.version !== locked.version) missing.push(folder);
  }
  return missing;
}

/** @param {string} path @returns {Lock | undefined} */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string[]} args @returns {boolean} whether npm ended well */
function npm(args) {
  // npm tells its scripts where it lies itself; that spares a search of PATH and the .cmd file of Windows.
  const self = process.env.npm_execpath;
  const known = self !== undefined && /npm-cli\.[cm]?js$/.test(self);
  const result = known
    ? spawnSync(process.execPath, [self, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    : spawnSync('npm', args, {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        shell: process.platform === 'win32',
      });
  return result.status === 0;
}

/** Ends the process with a plain sentence if Node is too old or the packages cannot be installed. */
export function ensureInstalled() {
  const complaint = nodeComplaint(process.versions.node);
  if (complaint !== undefined) fail(complaint);

  const wanted = readLock(join(root, 'package-lock.json'));
  if (wanted === undefined)
    fail('package-lock.json cannot be read. Check the project out again, then try once more.');
  const present = readLock(join(root, 'node_modules', '.package-lock.json'));
  const missing = missingPackages(wanted, present);
  if (missing.length === 0) return;

  console.log(
    present === undefined
      ? 'Installing what Zscape is built with (npm ci). This happens once and takes about a minute.'
      : `Bringing node_modules up to date with package-lock.json (npm ci): ${missing.length} packages differ.`,
  );
  const quiet = ['--no-audit', '--no-fund'];
  if (npm(['ci', ...quiet])) return;
  console.log('npm ci did not work; trying npm install.');
  if (npm(['install', ...quiet])) return;
  fail(
    'npm could not install the packages; what it said stands above. Check the network (or your npm proxy settings) and try again.',
  );
}

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  ensureInstalled();
