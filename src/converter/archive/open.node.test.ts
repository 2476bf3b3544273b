import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../testing/bytes.ts';
import { tarGzOf } from '../testing/write/pack.ts';
import { openPath } from './open.node.ts';

const module = new Map([
  ['saved_model.pb', utf8('graph')],
  ['variables/variables.index', utf8('index')],
]);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zscape-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function writeModule(root: string): Promise<void> {
  for (const [path, bytes] of module) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
}

describe('a path on the disk', () => {
  it('may be a folder, or one that holds the model deeper down', async () => {
    await writeModule(join(folder, 'a/b'));
    for (const path of [folder, join(folder, 'a/b')]) {
      const model = await openPath(path);
      expect([...model.paths]).toEqual([...module.keys()]);
      expect(await model.read('saved_model.pb')).toEqual(utf8('graph'));
      await model.close();
    }
  });

  it('may be an archive of any name', async () => {
    await writeFile(join(folder, 'download'), await tarGzOf(module));
    const model = await openPath(join(folder, 'download'));
    expect([...model.paths]).toEqual([...module.keys()]);
    await model.close();
  });

  it('may be the model.json of a TF.js model, which stands for its folder', async () => {
    await writeFile(join(folder, 'model.json'), '{}');
    await writeFile(join(folder, 'group1-shard1of1.bin'), 'x');
    const model = await openPath(join(folder, 'model.json'));
    expect([...model.paths]).toEqual(['group1-shard1of1.bin', 'model.json']);
  });

  it('that does not exist is named', async () => {
    await expect(openPath(join(folder, 'no-such'))).rejects.toMatchObject({
      code: 'INPUT_NOT_FOUND',
      message: expect.stringContaining('no-such'),
    });
  });

  it('may contain links that stay inside, but none that lead out', async () => {
    await writeModule(join(folder, 'model'));
    await writeFile(join(folder, 'secret'), 'x');
    await symlink('saved_model.pb', join(folder, 'model/inside'));
    await symlink('../secret', join(folder, 'model/outside'));
    await symlink('nowhere', join(folder, 'model/dangling'));
    const model = await openPath(join(folder, 'model'));
    expect(await model.read('inside')).toEqual(utf8('graph'));
    await expect(model.read('outside')).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE_PATH' });
    await expect(model.read('dangling')).rejects.toMatchObject({ code: 'ARCHIVE_UNREADABLE' });
  });

  it('with more files than a model has is refused', async () => {
    await writeModule(folder);
    await expect(openPath(folder, { limits: { maxEntries: 1 } })).rejects.toMatchObject({
      code: 'ARCHIVE_TOO_LARGE',
    });
  });
});
