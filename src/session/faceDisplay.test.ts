import { describe, expect, it } from 'vitest';
import type { FrameOrigin, Stage } from '../canvas/stage.ts';
import type { NetworkChanges } from '../engine/contract.ts';
import { sampleFace } from '../store/select/faces.ts';
import { initialNetwork, type NetworkState } from '../store/state/network.ts';
import { createZscapeStore } from '../store/store.ts';
import { FaceDisplay } from './faceDisplay.ts';
import { model } from './testing/tinyModel.ts';

/** An engine that only counts, a stage that only records, and a screen that is drawn on demand. */
function startDisplay() {
  const store = createZscapeStore({ model, face: sampleFace(model, 1) });
  const asked: Float32Array[] = [];
  const told: { changes: NetworkChanges | null; done: () => void; fail: (error: Error) => void }[] = [];
  const shown: FrameOrigin[] = [];
  const closed: number[] = [];
  let frames: (() => void)[] = [];
  const stage = {
    show: (_: ImageBitmap, origin: FrameOrigin) => shown.push(origin),
    onEmptied: () => {},
    changes: undefined,
  };
  const display = new FaceDisplay(store, stage as unknown as Stage, (act) => frames.push(act));
  display.follow({
    render: (z) => asked.push(z),
    setChanges: (changes) => {
      return new Promise<void>((done, fail) => told.push({ changes, done, fail }));
    },
  });
  return {
    store,
    display,
    asked,
    told,
    stage,
    shown,
    closed,
    take: (seed: number) => store.setState({ face: sampleFace(model, seed) }),
    draw: () => {
      const now = frames;
      frames = [];
      for (const act of now) act();
    },
    answer: (stamp: number, preview = false) => {
      const image = { close: () => closed.push(stamp) } as unknown as ImageBitmap;
      display.show({ stamp, image, ms: 1, preview });
    },
  };
}

describe('the face on the canvas', () => {
  it('is requested once per frame of the screen: the first immediately, then the newest', () => {
    const { store, asked, take, draw } = startDisplay();
    for (const seed of [2, 3, 4]) take(seed);
    expect(asked).toEqual([sampleFace(model, 2).z]);
    draw();
    expect(asked).toHaveLength(2);
    expect(asked[1]).toBe(store.getState().face?.z);
    draw();
    expect(asked).toHaveLength(2);
    take(5);
    expect(asked).toHaveLength(3);
  });

  it('is distinguished from its preview, and from pictures that nobody asked for', () => {
    const { asked, shown, closed, take, draw, answer } = startDisplay();
    take(2);
    draw();
    take(3);
    answer(1, true);
    answer(2, true);
    answer(2);
    answer(1);
    expect(shown.map(({ seed, preview, z }) => [seed, preview, asked.indexOf(z)])).toEqual([
      [2, true, 0],
      [3, true, 1],
      [3, false, 1],
    ]);
    expect(closed).toEqual([1]);
    // After a loss the engine sends its last picture again.
    answer(2);
    expect(shown).toHaveLength(4);
  });

  it('waits until the engine has the changes inside the network, of which only the newest are sent', async () => {
    const { store, asked, told, stage, shown, take, draw, answer } = startDisplay();
    const muted = (map: number): NetworkState => ({
      ...initialNetwork,
      maps: [{ layer: '8x8/conv0', map, gain: 0 }],
    });
    const settle = async () => {
      await new Promise((resolve) => setTimeout(resolve));
      draw();
      draw();
    };
    store.setState({ network: muted(0) });
    draw();
    store.setState({ network: muted(1) });
    draw();
    store.setState({ network: muted(2) });
    take(2);
    draw();
    expect([asked.length, told.length]).toEqual([0, 1]);
    told[0]!.done();
    await settle();
    // Even changes that never rest show something, but it is not taken for the final picture.
    expect(asked).toHaveLength(1);
    answer(1);
    expect(shown[0]?.changes).not.toBe(stage.changes);
    expect(told.map(({ changes }) => changes?.maps[0]?.map)).toEqual([0, 2]);
    told[1]!.done();
    await settle();
    expect(asked).toHaveLength(2);
    answer(2);
    expect(shown[1]?.changes).toBe(store.getState().network);
    expect(stage.changes).toBe(store.getState().network);
    // Changes that the engine refuses are reverted, and reported.
    store.setState({ network: muted(99) });
    draw();
    told[2]!.fail(new Error('There is no map 99.'));
    await settle();
    expect(store.getState().network.maps[0]?.map).toBe(2);
    expect(store.getState().notices[0]?.error.message).toContain('map 99');
    store.setState({ network: initialNetwork });
    draw();
    expect(told.at(-1)?.changes).toBeNull();
  });

  it('takes over the changes that the engine has kept for another model, without sending them again', async () => {
    const { store, asked, told, stage, take, draw, display } = startDisplay();
    const fits = { layer: '8x8/conv0', map: 0, gain: 0 };
    store.setState({ network: { ...initialNetwork, maps: [fits, { ...fits, map: 1 }] } });
    draw();
    told[0]!.done();
    await new Promise((resolve) => setTimeout(resolve));
    draw();
    display.left({ ...initialNetwork, maps: [fits] });
    expect(store.getState().network.maps).toEqual([fits]);
    take(3);
    draw();
    draw();
    expect(told).toHaveLength(1);
    expect(asked.at(-1)).toBe(store.getState().face?.z);
    expect(stage.changes).toBe(store.getState().network);
    display.left(null);
    expect(store.getState().network).toBe(initialNetwork);
    draw();
    expect(told).toHaveLength(1);
  });
});
