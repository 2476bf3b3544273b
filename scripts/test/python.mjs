/** Finds a Python that can run the tests of `training/`, and counts those tests when none can. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const howToGetPython = [
  'The tests of training/ are skipped: no Python 3.11 or newer can import what they need. To run them:',
  '  python3 -m venv .venv && .venv/bin/pip install -r training/requirements.txt',
  '  or PYTHON=/path/to/python npm test   (one that already has them)',
].join('\n');

const modules = ['torch', 'numpy', 'PIL', 'tqdm', 'safetensors', 'yaml', 'pytest'];

/** Succeeds only where every module is installed; otherwise prints what is missing. */
const probe = `
import importlib.util, sys
missing = [m for m in ${JSON.stringify(modules)} if importlib.util.find_spec(m) is None]
if sys.version_info < (3, 11): missing.insert(0, "Python 3.11")
if missing: sys.exit(", ".join(missing) + " missing")
import torch
`;

/**
 * Finds the first Python that will do: the one that PYTHON names, else that of a virtual environment in the repository, else one of
 * the system.
 * @param {string} root of the repository
 * @returns {{ python: string } | { python: undefined, why: string }}
 */
export function findPython(root) {
  const named = process.env.PYTHON;
  const places = ['.venv/bin/python', '.venv/Scripts/python.exe'].map((path) => join(root, path));
  const candidates = named ? [named] : [...places.filter((path) => existsSync(path)), 'python3', 'python'];
  const reasons = [];
  for (const python of candidates) {
    const { status, stderr, error } = spawnSync(python, ['-c', probe], {
      encoding: 'utf8',
      timeout: 120_000,
    });
    if (status === 0) return { python };
    const why = error === undefined ? stderr.trim().split('\n').at(-1) : notStarted(error);
    reasons.push(`${python}: ${why}`);
  }
  return { python: undefined, why: reasons.join('; ') };
}

/** The checks of training/ that pyproject.toml configures, besides its tests. */
export const pythonChecks = [
  { what: 'format', module: 'ruff', args: ['format', '--check', '--quiet', 'training'] },
  { what: 'lint', module: 'ruff', args: ['check', '--quiet', 'training'] },
  { what: 'types', module: 'mypy', args: [] },
];

/**
 * Splits the checks into those whose tool this Python has, and the names of the missing tools.
 * @param {string} python
 * @returns {{ here: typeof pythonChecks, missing: string[] }}
 */
export function findPythonChecks(python) {
  const modules = [...new Set(pythonChecks.map(({ module }) => module))];
  const missing = modules.filter(
    (module) => spawnSync(python, ['-m', module, '--version'], { timeout: 60_000 }).status !== 0,
  );
  return { here: pythonChecks.filter(({ module }) => !missing.includes(module)), missing };
}

/** @param {Error & { code?: string }} error @returns {string} */
function notStarted(error) {
  return error.code === 'ENOENT' ? 'not there' : error.message;
}

/**
 * @param {string} folder
 * @returns {number} the number of test functions in its test_*.py files; parametrised ones count once
 */
export function countPythonTests(folder) {
  let count = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/^test_.*\.py$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    count += text.match(/^(?: {4})?def test_/gm)?.length ?? 0;
  }
  return count;
}
