import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineStatus } from '../engine/contract.ts';
import { createZscapeStore } from '../store/store.ts';
import { followStatus } from './engineStatus.ts';

const status = (frames: number, change: Partial<EngineStatus> = {}): EngineStatus => ({
  backend: 'wasm',
  detail: 'SIMD',
  ms: 8,
  frames,
  tensors: 0,
  bytes: 0,
  ...change,
});

describe('the engine’s status', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('changes the state a few times a second, however many frames there are, and ends on the newest', () => {
    const store = createZscapeStore();
    let changes = 0;
    store.subscribe(() => {
      changes += 1;
    });
    const take = followStatus(store);
    for (let frame = 1; frame <= 100; frame++) {
      take(status(frame));
      vi.advanceTimersByTime(10);
    }
    expect(changes).toBeLessThanOrEqual(8);
    vi.advanceTimersByTime(1000);
    expect(store.getState().engine?.frames).toBe(100);
  });

  it('tells of another backend, and of a notice, at once', () => {
    const store = createZscapeStore();
    const take = followStatus(store);
    take(status(1));
    take(status(2));
    take(status(2, { backend: 'cpu', notice: 'The GPU was lost.' }));
    expect(store.getState().engine?.backend).toBe('cpu');
    expect(store.getState().notices.map(({ error }) => error.message)).toEqual(['The GPU was lost.']);
  });
});
