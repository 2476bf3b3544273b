/**
 * The way from the face of the state to the picture on the stage: asks the engine for each face, and has its answers
 * painted.
 */
import type { FrameOrigin, Stage } from '../canvas/stage.ts';
import type { Engine, Frame } from '../engine/contract.ts';
import type { ZscapeStore } from '../store/store.ts';

export class FaceDisplay {
  readonly #store: ZscapeStore;
  readonly #stage: Stage;
  readonly #nextFrame: (act: () => void) => void;
  readonly #asked = new Map<number, FrameOrigin>();
  /**
   * The last frame that was shown. After the loss of a GPU, which can take the canvas with it, the engine sends it
   * again.
   */
  #shown: { stamp: number; origin: FrameOrigin } | undefined;

  /** @param nextFrame calls back when the screen is about to be drawn */
  constructor(store: ZscapeStore, stage: Stage, nextFrame: (act: () => void) => void = beforeDrawing) {
    this.#store = store;
    this.#stage = stage;
    this.#nextFrame = nextFrame;
  }

  /**
   * Asks for the face of the state whenever it changes, but only twice while the screen shows one frame: for the
   * first change at once, and for the last one when the next frame is drawn.
   */
  follow(engine: Pick<Engine, 'render'>): void {
    const ask = () => {
      const { face, model } = this.#store.getState();
      if (!face || !model) return;
      this.#asked.set(engine.render(face.z), {
        model: model.id,
        seed: face.seed,
        edited: face.z !== face.origin,
        z: face.z,
        preview: false,
      });
    };
    const askOnce = oncePerFrame(ask, this.#nextFrame);
    this.#store.subscribe((state) => state.face, askOnce);
    // After a loss the engine repeats its last frame, perhaps before the canvas is there again.
    this.#stage.onEmptied = ask;
  }

  /** Paints an answer of the engine. A picture that nobody waits for any more is closed. */
  show({ stamp, image, preview = false }: Frame): void {
    const asked = this.#asked.get(stamp) ?? (this.#shown?.stamp === stamp ? this.#shown.origin : undefined);
    // After a preview the full picture of the same stamp is still to come.
    for (const older of this.#asked.keys())
      if (older < stamp || (older === stamp && !preview)) this.#asked.delete(older);
    if (!asked) {
      if ('close' in image) image.close();
      return;
    }
    const origin = { ...asked, preview };
    this.#shown = { stamp, origin };
    this.#stage.show(image, origin);
  }
}

function oncePerFrame(act: () => void, nextFrame: (act: () => void) => void): () => void {
  let done = false;
  let again = false;
  const onFrame = () => {
    done = false;
    if (again) once();
  };
  const once = () => {
    again = done;
    if (done) return;
    done = true;
    act();
    nextFrame(onFrame);
  };
  return once;
}

/** Calls back before the next frame is drawn. A hidden page draws none: there it calls back in the next task. */
function beforeDrawing(act: () => void): void {
  if (document.hidden) setTimeout(act);
  else requestAnimationFrame(act);
}
