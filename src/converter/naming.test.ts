import fc from 'fast-check';
import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { title as titleSchema } from '../bundle/schema/limits.ts';
import { bundleIdSchema } from '../bundle/schema/manifest.ts';
import { freeId, nameFromPath } from './naming.ts';

describe('nameFromPath', () => {
  it.each([
    ['progan-128.tar.gz', 'progan-128', 'progan-128'],
    ['/downloads/ProGAN 128 (1).tar.gz', 'progan-128-1', 'ProGAN 128 (1)'],
    ['Visages d’été.zip', 'visages-d-ete', 'Visages d’été'],
    ['model.safetensors', 'model', 'model'],
    ['.tar.gz', 'model', 'Model'],
    ['', 'model', 'Model'],
  ])('%s becomes %s', (path, id, title) => {
    expect(nameFromPath(path)).toEqual({ id, title });
  });

  it('gives a title that a bundle may have, however long the name of the file is', () => {
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
