import fc from 'fast-check';
import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { title as titleSchema } from '../bundle/schema/limits.ts';
import { bundleIdSchema } from '../bundle/schema/manifest.ts';
import { freeId, nameFromPath, pathForName } from './naming.ts';

describe('nameFromPath', () => {
  it.each([
    ['progan-128.tar.gz', 'progan-128', 'progan-128'],
    ['/downloads/ProGAN 128 (1).tar.gz', 'progan-128-1', 'ProGAN 128 (1)'],
    ['Visages d’été.zip', 'visages-d-ete', 'Visages d’été'],
    ['model.safetensors', 'model', 'model'],
    ['models/my-gan/model.json', 'my-gan', 'my-gan'],
    ['./model.json', 'model', 'Model'],
    ['my-generator.json', 'my-generator', 'my-generator'],
    ['Dogs.h5', 'dogs', 'Dogs'],
    ['cats.keras', 'cats', 'cats'],
    ['.tar.gz', 'model', 'Model'],
    ['', 'model', 'Model'],
  ])('%s becomes %s', (path, id, title) => {
    expect(nameFromPath(path)).toEqual({ id, title });
  });

  it.each([
    [['faces.zip'], 'faces.zip'],
    [['/gan/group1-shard1of1.bin', '/gan/model.json'], 'gan'],
    [['group1-shard1of2.bin', 'group1-shard2of2.bin', 'model.json'], 'model.json'],
    [['my-generator.weights.bin', 'my-generator.json'], 'my-generator.json'],
    [['a.bin', 'b.bin'], ''],
  ])('of %j the name comes from "%s"', (paths, path) => {
    expect(pathForName(paths)).toBe(path);
  });

  it("gives a title that a bundle may have, however long the file's name is", () => {
    const { title } = nameFromPath(`${'é'.repeat(5000)}.zip`);
    expect(parse(titleSchema, title)).toBe(title);
  });

  it('gives an id that a bundle may have, whatever the file is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (path, taken) => {
        const { id } = nameFromPath(path);
        const free = freeId(id, taken);
        expect(parse(bundleIdSchema, free)).toBe(free);
        expect(taken).not.toContain(free);
      }),
    );
  });

  it('numbers an id that is taken', () => {
    expect(freeId('a', ['a', 'a-2'])).toBe('a-3');
  });
});
