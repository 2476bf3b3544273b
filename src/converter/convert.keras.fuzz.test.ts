/**
 * Damaged files of Keras through the whole converter: each gives a bundle or an error of ours, soon, and never anything
 * else.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Random } from '../base/random.ts';
import { type ModuleFiles, memoryFiles } from './archive/files.ts';
import { nodeDecompress } from './archive/formats/decompress.node.ts';
import { openArchive } from './archive/open.ts';
import { convert } from './convert.ts';
import { bytesSource } from './testing/bytesSource.ts';
import { fuzz } from './testing/fuzz.ts';
import { mutate } from './testing/mutate/bytes.ts';
import { mutateJson } from './testing/mutate/json.ts';

const folder = new URL('../../fixtures/keras/', import.meta.url);
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));

const h5Names = ['keras2-functional', 'keras2-nested', 'keras2-gzip', 'keras2-newest-hdf5', 'keras1-dcgan'];
const kerasNames = ['keras3-functional', 'keras3-nested', 'keras3-sequential'];

async function convertAll(files: ModuleFiles): Promise<void> {
  await convert(files, { id: 'fuzz', quantization: 'float16', verify: 0, calibration: 'none' });
}

const open = (name: string, bytes: Uint8Array): Promise<ModuleFiles> =>
  openArchive(bytesSource(name, bytes), { decompress: nodeDecompress });

function one<T>(list: readonly T[], random: Random): T {
  return list[random.below(list.length)]!;
}

describe('the converter on damaged files of Keras', () => {
  it('converts each of them whole and undamaged', async () => {
    for (const name of h5Names) await convertAll(await open(name, bytesOf(`${name}.h5`)));
    for (const name of kerasNames) await convertAll(await open(name, bytesOf(`${name}.keras`)));
  }, 60_000);

  it('.h5', async () => {
    const contents = h5Names.map((name) => bytesOf(`${name}.h5`));
    const { refused } = await fuzz('.h5', 2000, async (random) => {
      await convertAll(await open('damaged.h5', mutate(one(contents, random), random)));
    });
    expect(refused.size).toBeGreaterThan(2);
  }, 240_000);

  it('.keras: the archive, the configuration, the weights', async () => {
    const archives = kerasNames.map((name) => bytesOf(`${name}.keras`));
    const unpacked = await Promise.all(
      archives.map(async (bytes) => {
        const files = await open('whole.keras', bytes);
        const entries = files.paths.map(async (path) => [path, await files.read(path)] as const);
        return new Map(await Promise.all(entries));
      }),
    );
    const { refused } = await fuzz('.keras', 2000, async (random) => {
      const which = random.below(kerasNames.length);
      if (random.below(4) === 0) {
        await convertAll(await open('damaged.keras', mutate(archives[which]!, random)));
        return;
      }
      const files = new Map(unpacked[which]);
      const path = one(['config.json', 'model.weights.h5'], random);
      const bytes = files.get(path)!;
      files.set(
        path,
        path.endsWith('.json') && random.below(4) > 0 ? mutateJson(bytes, random) : mutate(bytes, random),
      );
      await convertAll(memoryFiles(files));
    });
    expect(refused.size).toBeGreaterThan(2);
  }, 240_000);
});
