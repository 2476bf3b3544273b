import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exploreAll } from '../testing/exploreAll.ts';
import { startEngine } from './client.ts';
import { SILENT_TICKS, TICK_MS } from './patience.ts';
import { BothSides, type Options } from './testing/bothSides.ts';

const NativeWorker = globalThis.Worker;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.stubGlobal('document', { baseURI: 'https://host.test/' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  globalThis.Worker = NativeWorker;
});

const load = (id: string) => ({ name: `load ${id}`, act: (page: BothSides) => page.load(id) });
const cancel = (id: string) => ({ name: `cancel ${id}`, act: (page: BothSides) => page.cancel(id) });
const render = {
  name: 'render',
  act: (page: BothSides) => void page.engine.render(new Float32Array(1)),
};

const explore = (script: Options['script'], options: Partial<Options> = {}) =>
  exploreAll(() =>
    BothSides.begin({
      script,
      kills: 0,
      startEngine,
      losePatience: () => vi.advanceTimersByTimeAsync(SILENT_TICKS * TICK_MS).then(() => {}),
      ...options,
    }),
  );

describe('whatever the order of messages, every load is settled, and page and worker end up with the same model', () => {
  it('when the first load is cancelled, and another is requested', async () => {
    await explore([load('a'), cancel('a'), load('b')]);
  });

  it('when a later load is cancelled', async () => {
    const { ends } = await explore([load('b'), cancel('b')], { first: 'a' });
    expect(ends).toBeGreaterThan(5);
  });

  it('when loads overtake each other', async () => {
    await explore([load('b'), load('broken')], { first: 'a' });
  });

  it('when the backend does not start the first time', async () => {
    await explore([load('a'), load('b')], { failedStarts: 3 });
  });

  it('when a model computes without end', async () => {
    await explore([load('endless'), cancel('endless')], { first: 'a' });
    await explore([load('endless'), load('b')], { first: 'a' });
  });

  it('when the worker is given up at any moment', async () => {
    await explore([render, load('b')], { first: 'a', kills: 1 });
    await explore([render, load('broken')], { first: 'a', kills: 1 });
  });
});
