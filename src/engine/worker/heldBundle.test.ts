import { describe, expect, it } from 'vitest';
import type { LoadedBundle } from '../../bundle/read/reader.ts';
import { bundleOf } from '../testing/node.ts';
import { tinyBundle } from '../testing/tinyBundle.ts';
import { HeldBundle } from './heldBundle.ts';

const { files } = tinyBundle({ latent: 1, channels: [2] });
const fresh = (kept: boolean): LoadedBundle => ({ ...bundleOf(files), kept: Promise.resolve(kept) });
const name = fresh(true).model.weightsManifest[0]!.weights[0]!.name;
const valuesOf = (bundle: LoadedBundle) => [...bundle.weights.floats(name).data];

function holding(kept: boolean) {
  const bundle = fresh(kept);
  const texts: string[] = [];
  const held = new HeldBundle(bundle, async (text) => {
    texts.push(text);
    return fresh(kept);
  });
  return { bundle, held, texts };
}

describe('a held bundle', () => {
  it('frees its bytes when nobody needs them, and reads them again on demand', async () => {
    const { bundle, held, texts } = holding(true);
    const before = await held.use(valuesOf);
    expect(texts).toEqual([]);
    await held.freeAfter(Promise.resolve(), () => true);
    expect(bundle.shards).toEqual([]);
    expect(() => bundle.weights.floats(name)).toThrow();
    expect(await held.use(valuesOf)).toEqual(before);
    expect(texts.map((text) => JSON.parse(text).id)).toEqual([held.manifest.id]);
  });

  it('keeps bytes that would have to be downloaded again', async () => {
    const { held, texts } = holding(false);
    await held.freeAfter(Promise.resolve(), () => true);
    await held.use(valuesOf);
    expect(texts).toEqual([]);
  });

  it('keeps bytes while a backend loads them, and after another one has taken over', async () => {
    const { held, texts } = holding(true);
    await held.use(async (whole) => {
      await held.freeAfter(Promise.resolve(), () => true);
      expect(valuesOf(whole).length).toBeGreaterThan(0);
    });
    await held.freeAfter(Promise.resolve(), () => false);
    await held.use(valuesOf);
    expect(texts).toEqual([]);
  });
});
