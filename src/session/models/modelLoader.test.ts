import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ErrorCode, ZscapeError } from '../../base/errors.ts';
import type { Engine } from '../../engine/contract.ts';
import type { ModelEntry } from '../../store/state/state.ts';
import { createZscapeStore } from '../../store/store.ts';
import { chooseModel, ModelLoader } from './modelLoader.ts';

const entry = (id: string, isDefault = false): ModelEntry => ({
  id,
  title: id,
  bytes: 1,
  default: isDefault,
  onDevice: false,
});

describe('chooseModel', () => {
  const models = [entry('first'), entry('second', true)];

  it('takes the default if nothing is requested', () => {
    expect(chooseModel(models, null).id).toBe('second');
  });

  it('takes the first if none is the default', () => {
    expect(chooseModel([entry('only')], null).id).toBe('only');
  });

  it('names the missing model and the existing ones', () => {
    expect(() => chooseModel(models, 'third')).toThrow(/third.*first, second/);
  });
});

describe('ModelLoader', () => {
  const face = { seed: 1, origin: new Float32Array(2), z: new Float32Array(2) };
  const begin = () => ({ face });

  /** An engine whose loads are ended by the test. */
  function loading() {
    const loads: { id: string; end: () => void; fail: (code?: ErrorCode) => void }[] = [];
    const engine = {
      load: (url: string) =>
        new Promise((resolve, reject) => {
          const id = url.split('/').at(-2)!;
          loads.push({
            id,
            end: () => resolve({ id, title: id, latent: { size: 2, prior: 'normal' } }),
            fail: (code = 'CANCELLED') => reject(new ZscapeError(code, `${id}: ${code}`)),
          });
        }),
    } as unknown as Engine;
    const store = createZscapeStore();
    return { store, loader: new ModelLoader(store, engine), loads };
  }

  const settled = () => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => void vi.stubGlobal('document', { baseURI: 'https://host.test/' }));
  afterEach(() => void vi.unstubAllGlobals());

  it('has the model that the engine took even if a cancel came in between', async () => {
    const { store, loader, loads } = loading();
    const done = loader.load(entry('a'), begin);
    loader.cancel();
    loads[0]!.end();
    await done;
    expect(store.getState().model?.id).toBe('a');
    expect(store.getState().loading).toBeNull();
  });

  it('has the previous model if the one that replaced it was cancelled', async () => {
    const { store, loader, loads } = loading();
    void loader.load(entry('a'), begin);
    const later = loader.load(entry('b'), begin);
    loads[0]!.end();
    await settled();
    expect(store.getState().loading?.id).toBe('b');
    loader.cancel();
    loads[1]!.fail();
    await later;
    expect(store.getState().model?.id).toBe('a');
  });

  it('never goes back to an older model whose beginning took longer', async () => {
    const { store, loader, loads } = loading();
    let slow = () => {};
    const first = loader.load(entry('a'), async () => {
      await new Promise<void>((resolve) => {
        slow = resolve;
      });
      return { face };
    });
    loads[0]!.end();
    await settled();
    const second = loader.load(entry('b'), begin);
    loads[1]!.end();
    await second;
    slow();
    await first;
    expect(store.getState().model?.id).toBe('b');
  });

  describe('the notice of a model that failed to load', () => {
    /** Loads `a`, which fails, with `b` already on the page. */
    async function failed() {
      const all = loading();
      const { loader, loads, store } = all;
      const first = loader.load(entry('b'), begin);
      loads[0]!.end();
      await first;
      const second = loader.load(entry('a'), begin);
      loads[1]!.fail('NETWORK');
      await second;
      const said = () => store.getState().notices.map(({ error }) => error.message);
      expect(said()).toEqual(['a: NETWORK']);
      return { ...all, said };
    }

    it('disappears when Retry succeeds', async () => {
      const { loader, loads, said } = await failed();
      const again = loader.retry();
      loads[2]!.end();
      await again;
      expect(said()).toEqual([]);
    });

    it('is renewed when Retry fails', async () => {
      const { loader, loads, said } = await failed();
      const again = loader.retry();
      expect(said()).toEqual([]);
      loads[2]!.fail('NETWORK');
      await again;
      expect(said()).toEqual(['a: NETWORK']);
    });

    it('disappears when the user loads another model', async () => {
      const { loader, loads, said } = await failed();
      const other = loader.load(entry('c'), begin);
      loads[2]!.end();
      await other;
      expect(said()).toEqual([]);
    });

    it('stays when a model that nobody chose takes its place', async () => {
      const { loader, loads, said } = await failed();
      const other = loader.attempt(entry('c'), begin);
      loads[2]!.end();
      await other;
      expect(said()).toEqual(['a: NETWORK']);
    });
  });
});
