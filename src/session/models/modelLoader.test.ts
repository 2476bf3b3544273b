import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
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

  it('takes the default when nothing is asked for', () => {
    expect(chooseModel(models, null).id).toBe('second');
  });

  it('takes the first when none is the default', () => {
    expect(chooseModel([entry('only')], null).id).toBe('only');
  });

  it('names the model that is not there and those that are', () => {
    expect(() => chooseModel(models, 'third')).toThrow(/third.*first, second/);
  });
});

describe('ModelLoader', () => {
  const face = { seed: 1, origin: new Float32Array(2), z: new Float32Array(2) };
  const begin = () => ({ face });

  /** An engine whose loads the test ends. */
  function loading() {
    const loads: { id: string; end: () => void; fail: () => void }[] = [];
    const engine = {
      load: (url: string) =>
        new Promise((resolve, reject) => {
          const id = url.split('/').at(-2)!;
          loads.push({
            id,
            end: () => resolve({ id, title: id, latent: { size: 2, prior: 'normal' } }),
            fail: () => reject(new ZscapeError('CANCELLED', 'Cancelled.')),
          });
        }),
    } as unknown as Engine;
    const store = createZscapeStore();
    return { store, loader: new ModelLoader(store, engine), loads };
  }

  const settled = () => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => void vi.stubGlobal('document', { baseURI: 'https://host.test/' }));
  afterEach(() => void vi.unstubAllGlobals());

  it('has the model that the engine took though a cancel came meanwhile', async () => {
    const { store, loader, loads } = loading();
    const done = loader.load(entry('a'), begin);
    loader.cancel();
    loads[0]!.end();
    await done;
    expect(store.getState().model?.id).toBe('a');
    expect(store.getState().loading).toBeNull();
  });

  it('has the one before when the one that took its place was cancelled', async () => {
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

  it('never goes back to an older one whose beginning took longer', async () => {
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
});
