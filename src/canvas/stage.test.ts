import { describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

const [first, second] = [Float32Array.of(1), Float32Array.of(2)];
const image = () => ({ width: 8, height: 8, close: () => {} }) as ImageBitmap;
const origin = (z: Float32Array, preview = false) => ({ model: 'tiny', seed: 1, edited: false, z, preview });

/** Makes the parts of a canvas that the stage needs. */
function createCanvas() {
  const events = new EventTarget();
  return Object.assign(events, {
    dataset: {},
    getContext: () => ({ clearRect: () => {}, drawImage: () => {} }),
  }) as unknown as HTMLCanvasElement;
}

describe('the stage', () => {
  it('has the full picture of a face from the frame that shows it until the frame that shows another', () => {
    const stage = new Stage();
    const canvas = createCanvas();
    stage.attach(canvas);
    expect(stage.fullPictureOf(first)).toBeNull();
    stage.show(image(), origin(first));
    expect(stage.fullPictureOf(first)).toBe(canvas);
    expect(stage.fullPictureOf(second)).toBeNull();
    stage.show(image(), origin(second, true));
    expect(stage.fullPictureOf(first)).toBeNull();
    expect(stage.fullPictureOf(second)).toBeNull();
    stage.show(image(), origin(second));
    expect(stage.fullPictureOf(second)).toBe(canvas);
  });

  it('still has it after the page attaches the same canvas again, but not on another canvas', () => {
    const stage = new Stage();
    const canvas = createCanvas();
    stage.attach(canvas);
    stage.show(image(), origin(first));
    stage.attach(null);
    expect(stage.fullPictureOf(first)).toBeNull();
    stage.attach(canvas);
    expect(stage.fullPictureOf(first)).toBe(canvas);
    stage.attach(createCanvas());
    expect(stage.fullPictureOf(first)).toBeNull();
  });

  it('asks for the picture again when another canvas replaces the one that shows it', () => {
    const stage = new Stage();
    let asked = 0;
    stage.onEmptied = () => asked++;
    const canvas = createCanvas();
    stage.attach(canvas);
    stage.attach(createCanvas());
    expect(asked).toBe(0);
    stage.show(image(), origin(first));
    stage.attach(null);
    stage.attach(createCanvas());
    expect(asked).toBe(1);
  });

  it('has none after the browser discarded the canvas', () => {
    const stage = new Stage();
    const canvas = createCanvas();
    stage.attach(canvas);
    stage.show(image(), origin(first));
    canvas.dispatchEvent(new Event('contextlost'));
    expect(stage.fullPictureOf(first)).toBeNull();
    canvas.dispatchEvent(new Event('contextrestored'));
    expect(stage.fullPictureOf(first)).toBeNull();
  });

  it('announces which face is about to leave, while its full picture can still be taken', () => {
    const stage = new Stage();
    const left: (Float32Array | null)[] = [];
    stage.onLeaving = (z) => left.push(stage.fullPictureOf(z) && z);
    stage.attach(createCanvas());
    stage.show(image(), origin(first));
    stage.show(image(), origin(first));
    expect(left).toEqual([]);
    stage.show(image(), origin(second, true));
    stage.show(image(), origin(second));
    stage.show(image(), origin(first));
    expect(left).toEqual([first, second]);
  });
});
