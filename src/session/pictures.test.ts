import { describe, expect, it } from 'vitest';
import type { BatchOptions } from '../engine/contract.ts';
import { createZscapeStore } from '../store/store.ts';
import { Pictures } from './pictures.ts';
import { model } from './testing/tinyModel.ts';

const [here, other] = [Float32Array.of(1), Float32Array.of(2)];

/** A stage that shows the full picture of one face, and an engine that returns a labelled picture of any. */
function startPictures(onStage: Float32Array | null) {
  const closed: string[] = [];
  const picture = (name: string) => ({ name, close: () => closed.push(name) }) as unknown as ImageBitmap;
  const models = { engineModel: model.id };
  const engine = {
    meanwhile: () => {},
    renderBatch: async (zs: readonly Float32Array[], { onImage, signal }: BatchOptions) => {
      engine.meanwhile();
      for (const [index, z] of zs.entries()) {
        if (signal?.aborted) throw new Error('stopped');
        onImage(index, picture(`rendered ${z[0]}`));
      }
    },
    renderRaw: async () => {
      engine.meanwhile();
      return { data: here, width: 1, height: 1, channels: 1 };
    },
  };
  const stage = {
    fullPictureOf: (z: Float32Array) =>
      z === onStage ? (picture('on stage') as unknown as HTMLCanvasElement) : null,
  };
  const nameOf = (image: unknown) => (image as { name: string }).name;
  const pictures = new Pictures(createZscapeStore({ model }), stage, engine, models, nameOf);
  return { pictures, engine, models, closed, nameOf };
}

describe('a picture of a face', () => {
  it('is taken from the stage if that shows its full picture', async () => {
    const { pictures, nameOf } = startPictures(here);
    expect(pictures.thumbnailNow(here, 96)).toBe('on stage');
    expect(await pictures.thumbnail(here, 96)).toBe('on stage');
    expect(await pictures.use(here, async (image) => nameOf(image))).toBe('on stage');
  });

  it('is rendered if the stage shows a preview, or the previous face', async () => {
    for (const onStage of [null, other]) {
      const { pictures, closed, nameOf } = startPictures(onStage);
      expect(pictures.thumbnailNow(here, 96)).toBeNull();
      expect(await pictures.thumbnail(here, 96)).toBe('rendered 1');
      expect(await pictures.use(here, async (image) => nameOf(image))).toBe('rendered 1');
      expect(closed).toEqual(['rendered 1', 'rendered 1']);
    }
  });

  it('never comes from a model that was loaded in the meantime', async () => {
    const { pictures, engine, models, closed } = startPictures(null);
    engine.meanwhile = () => {
      models.engineModel = 'another';
    };
    await expect(pictures.thumbnail(here, 96)).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    await expect(pictures.values(here)).rejects.toThrow(/Another model .* Tiny/);
    const taken: number[] = [];
    const all = pictures.render([here, other], { onImage: (index) => taken.push(index) });
    await expect(all).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    expect(taken).toEqual([]);
    const quiet = pictures.render([here], { onImage: () => {} }, 'quiet');
    await expect(quiet).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(closed).toEqual(['rendered 1', 'rendered 1', 'rendered 1']);
  });

  it('is no longer waited for once the signal fires', async () => {
    const { pictures, engine } = startPictures(null);
    const abort = new AbortController();
    engine.meanwhile = () => abort.abort();
    const all = pictures.render([here], { signal: abort.signal, onImage: () => {} });
    await expect(all).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
