import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkComplaint, missingPackages, nodeComplaint } from './ensureInstalled.mjs';

describe('nodeComplaint', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '23.0.0', '24.1.0', '26.0.0'])('takes Node %s', (version) => {
    expect(nodeComplaint(version)).toBeUndefined();
  });

  it.each(['18.20.4', '20.18.3', '21.7.3', '22.11.0'])('refuses Node %s and names it', (version) => {
    expect(nodeComplaint(version)).toContain(version);
  });
});

describe('missingPackages', () => {
  const wanted = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0' },
      'node_modules/tool': { version: '3.0.0', dev: true },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  };

  it('finds everything missing where nothing is installed', () => {
    const all = ['node_modules/a', 'node_modules/b', 'node_modules/tool'];
    expect(missingPackages(wanted, undefined, { dev: true })).toEqual(all);
  });

  it('finds a package of another version', () => {
    const present = {
      packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.0' } },
    };
    expect(missingPackages(wanted, present, { dev: false })).toEqual(['node_modules/b']);
  });

  it('asks neither for the project itself nor for packages that only other platforms need', () => {
    const present = {
      packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } },
    };
    expect(missingPackages(wanted, present, { dev: false })).toEqual([]);
  });

  it('asks for the development tools only on request', () => {
    const present = {
      packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } },
    };
    expect(missingPackages(wanted, present, { dev: true })).toEqual(['node_modules/tool']);
  });
});

describe('linkComplaint', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'zscape-installed-'));
    mkdirSync(join(folder, 'other'));
    symlinkSync(join(folder, 'other'), join(folder, 'node_modules'), 'junction');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses packages that belong to another checkout, and says what to do', () => {
    expect(linkComplaint(join(folder, 'node_modules'), 'bench/node_modules')).toMatch(
      /^bench\/node_modules is a link .* Remove the link/,
    );
  });

  it('accepts a real folder, and a missing one', () => {
    expect(linkComplaint(join(folder, 'other'), 'node_modules')).toBeUndefined();
    expect(linkComplaint(join(folder, 'missing'), 'node_modules')).toBeUndefined();
  });
});
