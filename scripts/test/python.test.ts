import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { countPythonTests, findPython, findPythonChecks, pythonChecks } from './python.mjs';

describe('Python for the tests of training/', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zscape-python-'));
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A stand-in for Python. */
  function python(script: string): string {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'python');
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  }

  it('is the one that PYTHON names, when it has everything needed', () => {
    const path = python('exit 0');
    vi.stubEnv('PYTHON', path);
    expect(findPython(folder)).toEqual({ python: path });
  });

  it('is none, with the reason, when something is missing', () => {
    const path = python('echo "torch missing" >&2; exit 1');
    vi.stubEnv('PYTHON', path);
    expect(findPython(folder)).toEqual({ python: undefined, why: `${path}: torch missing` });
    vi.stubEnv('PYTHON', join(folder, 'none'));
    expect(findPython(folder)).toEqual({ python: undefined, why: `${join(folder, 'none')}: not there` });
  });

  it('is used for ruff (format, lint) and mypy (types), where it has them', () => {
    const all = python('exit 0');
    expect(findPythonChecks(all)).toEqual({ here: pythonChecks, missing: [] });
    const without = findPythonChecks(python('[ "$2" != mypy ]'));
    expect(without.missing).toEqual(['mypy']);
    expect(without.here.map(({ what }) => what)).toEqual(['format', 'lint']);
  });

  it('counts one test for each test function', () => {
    mkdirSync(join(folder, 'deep'), { recursive: true });
    writeFileSync(
      join(folder, 'deep', 'test_a.py'),
      'def test_b():\n  pass\nclass C:\n    def test_d(self): ...\n',
    );
    writeFileSync(join(folder, 'other.py'), 'def test_e(): ...\n');
    expect(countPythonTests(folder)).toBe(2);
  });
});
