/**
 * The steps of `npm test`, in order. A failed check adds one failure; a suite adds the counts of its own report. To add a suite,
 * add an entry here.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findChromium, howToGetChromium } from '../chromium.mjs';
import { root } from '../ensureInstalled.mjs';
import { countPythonTests, findPython, findPythonChecks, howToGetPython } from './python.mjs';
import { countSuite, readPlaywright, readPytest, readVitest, sum } from './reports.mjs';

/** @typedef {import('./reports.mjs').Counts} Counts */
/** @typedef {{ name: string, title: string, run: (args: string[]) => Promise<Counts> }} Step */

const minutes = 60_000;

/** @type {readonly Step[]} */
export const steps = [
  check('lint', 'Format, lint and import borders', () => [
    bin('@biomejs/biome', 'biome'),
    'ci',
    `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
    '.',
  ]),
  check('rooms', 'Files per folder', () => [join(root, 'scripts', 'lint', 'folders.mjs')]),
  check('texts', 'Texts that no translation reaches', () => [join(root, 'scripts', 'lint', 'texts.mjs')]),
  check('styles', 'Styles confined to their part', () => [join(root, 'scripts', 'lint', 'styles.mjs')]),
  check('unused', 'Dead exports, files and packages', () => [bin('knip', 'knip'), '--no-progress']),
  check('types', 'Types', () => [bin('typescript', 'tsc'), '--noEmit']),
  {
    name: 'unit',
    title: 'Unit tests',
    run: (args) =>
      suite(15 * minutes, readVitest, (report) => ({
        command: [
          bin('vitest', 'vitest'),
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
          ...args,
        ],
      })),
  },
  {
    name: 'python',
    title: 'Tests, format, lint and types of the trainer',
    run: async (args) => {
      const found = findPython(root);
      const folder = join(root, 'training');
      if (found.python === undefined) {
        console.error(`${howToGetPython}\n${found.why}`);
        return {
          passed: 0,
          failed: 0,
          skipped: countPythonTests(folder),
          note: 'PyTorch cannot be imported',
        };
      }
      const checked = args.length > 0 ? noCounts : await checkPython(found.python);
      const tested = await suite(
        15 * minutes,
        readPytest,
        (report) => ({
          command: ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', ...(args.length > 0 ? args : [folder])],
          env: { ZSCAPE_PYTEST_REPORT: report },
        }),
        found.python,
      );
      const notes = [checked.note, tested.note].filter((note) => note !== undefined);
      return { ...sum([checked, tested]), ...(notes.length > 0 && { note: notes.join('; ') }) };
    },
  },
  check('build', 'Production build', () => [bin('vite', 'vite'), 'build', '--logLevel', 'warn']),
  check('size', 'Size of the first script', () => [join(root, 'scripts', 'checkSize.mjs')]),
  {
    name: 'e2e',
    title: 'End-to-end tests in Chromium',
    run: async (args) => {
      if ((await findChromium()) === undefined) {
        console.error(howToGetChromium);
        return { passed: 0, failed: 1, skipped: 0, note: 'there is no Chromium' };
      }
      const counts = await suite(60 * minutes, readPlaywright, (report) => ({
        command: [bin('@playwright/test', 'playwright'), 'test', ...args],
        env: { ZSCAPE_E2E_REPORT: report },
      }));
      const late = counts.skipped > 0 && Date.now() > Number(process.env.ZSCAPE_E2E_UNTIL);
      const note = [counts.note, late ? 'the time was over before the skipped ones began' : undefined]
        .filter((part) => part !== undefined)
        .join('; ');
      return { ...counts, ...(note !== '' && { note }) };
    },
  },
];

/** @type {Counts} */
const noCounts = { passed: 0, failed: 0, skipped: 0 };

/**
 * Format, lint and types of training/; a check whose tool is missing counts as skipped.
 * @param {string} python @returns {Promise<Counts>}
 */
async function checkPython(python) {
  const { here, missing } = findPythonChecks(python);
  const failed = [];
  for (const { what, module, args } of here) {
    if ((await run(['-m', module, ...args], 10 * minutes, {}, python)) !== 0) failed.push(what);
  }
  const notes = [];
  if (failed.length > 0) notes.push(`${failed.join(', ')} of training/ failed`);
  if (missing.length > 0) {
    notes.push(`without ${missing.join(' and ')}: pip install -r training/requirements.txt`);
    console.error(`Format, lint or types of training/ are skipped: Python lacks ${missing.join(' and ')}.`);
  }
  const note = notes.length > 0 ? { note: notes.join('; ') } : {};
  return { passed: 0, failed: failed.length, skipped: missing.length, ...note };
}

/**
 * @param {string} name @param {string} title @param {() => string[]} command
 * @returns {Step} one that either passes or fails
 */
function check(name, title, command) {
  return {
    name,
    title,
    async run(args) {
      const code = await run([...command(), ...args], 10 * minutes);
      return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
    },
  };
}

/**
 * @param {number} limit milliseconds
 * @param {(report: any) => Counts} reader
 * @param {(reportPath: string) => { command: string[], env?: Record<string, string> }} prepare
 * @param {string} [program] this same Node by default
 * @returns {Promise<Counts>}
 */
async function suite(limit, reader, prepare, program) {
  const folder = mkdtempSync(join(tmpdir(), 'zscape-report-'));
  try {
    const report = join(folder, 'report.json');
    const { command, env } = prepare(report);
    const code = await run(command, limit, env, program);
    return countSuite(reader, existsSync(report) ? readFileSync(report, 'utf8') : undefined, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string[]} command arguments for the program, this same Node by default
 * @param {number} limit milliseconds until it is killed
 * @param {Record<string, string>} [env]
 * @param {string} [program]
 * @returns {Promise<number>} exit code
 */
function run(command, limit, env = {}, program = process.execPath) {
  return new Promise((resolve) => {
    const child = spawn(program, command, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      timeout: limit,
    });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code, signal) => {
      if (signal !== null) console.error(`Killed by ${signal}; its limit is ${limit / minutes} minutes.`);
      resolve(code ?? 1);
    });
  });
}

/**
 * Finds the script behind a package's command, so that neither a shell nor PATH is involved.
 * @param {string} packageName @param {string} command @returns {string}
 */
function bin(packageName, command) {
  // By path, since not every package exports its package.json.
  const manifest = join(root, 'node_modules', packageName, 'package.json');
  const { bin: entries } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), typeof entries === 'string' ? entries : entries[command]);
}
