import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

it.each(['.', 'bench', 'scripts/dataset'])('each package that %s locks has an integrity hash', (folder) => {
  const { packages } = JSON.parse(readFileSync(join(root, folder, 'package-lock.json'), 'utf8'));
  const without = Object.entries<{ integrity?: string }>(packages)
    .filter(([path, { integrity }]) => path !== '' && !integrity)
    .map(([path]) => path);
  expect(without).toEqual([]);
});
