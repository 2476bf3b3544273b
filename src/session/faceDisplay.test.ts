import { describe, expect, it } from 'vitest';
import type { FrameOrigin, Stage } from '../canvas/stage.ts';
import { sampleFace } from '../store/select/faces.ts';
import { createZscapeStore } from '../store/store.ts';
import { FaceDisplay } from './faceDisplay.ts';
import { model } from './testing/tinyModel.ts';

/** An engine that only counts, a stage that only notes, and a screen that is drawn when it is told to. */
function startDisplay() {
  const store = createZscapeStore({ model, face: sampleFace(model, 1) });
  const asked: Float32Array[] = [];
  const shown: FrameOrigin[] = [];
  const closed: number[] = [];
  let frames: (() => void)[] = [];
  const stage = { show: (_: ImageBitmap, origin: FrameOrigin) => shown.push(origin), onEmptied: () => {} };
  const display = new FaceDisplay(store, stage as unknown as Stage, (act) => frames.push(act));
  display.follow({ render: (z) => asked.push(z) });
  return {
    store,
    asked,
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
  it('is asked for once a frame of the screen: the first at once, and then the newest', () => {
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

  it('is told apart from its preview, and from what nobody asked for', () => {
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
    // After a loss the engine gives its last picture once more.
    answer(2);
    expect(shown).toHaveLength(4);
  });
});
