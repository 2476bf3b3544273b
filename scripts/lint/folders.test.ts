import { expect, it } from 'vitest';
import { crowdedFolders } from './folders.mjs';

const files = (folder: string, count: number) => Array.from({ length: count }, (_, i) => `${folder}/${i}.ts`);

it('names a folder with more than twenty files, and no other', () => {
  expect(crowdedFolders([...files('src/a', 21), ...files('src/a/b', 20)])).toEqual([
    'src/a has 21 files, but at most 20 are allowed: group them.',
  ]);
});
