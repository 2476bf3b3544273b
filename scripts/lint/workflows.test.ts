import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', '.github', 'workflows');

it.each(readdirSync(folder))('%s pins its actions to commits, which cannot be moved', (name) => {
  const used = [...readFileSync(join(folder, name), 'utf8').matchAll(/uses: *(\S+)/g)].map(
    ([, what]) => what!,
  );
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((what) => !/@[0-9a-f]{40}$/.test(what))).toEqual([]);
});
