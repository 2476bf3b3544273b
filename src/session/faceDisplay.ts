/** From the face of the state to the picture on the stage: asks the engine for each face, and has its answers painted. */
import type { FrameOrigin, Stage } from '../canvas/stage.ts';
import type { Engine, Frame } from '../engine/contract.ts';
import type { ZscapeStore } from '../store/store.ts';

export class FaceDisplay {
  readonly #store: ZscapeStore;
  readonly #stage: Stage;
  readonly #nextFrame: (act: () => void) => void;
  readonly #asked = new Map<number, FrameOrigin>();
  /** After the loss of a GPU, which can take the canvas with it, the last frame comes again. */
  #shown: { stamp: number; origin: FrameOrigin } | undefined;

  /** @param nextFrame calls back when the screen is about to be drawn */
  constructor(store: ZscapeStore, stage: Stage, nextFrame: (act: () => void) => void = beforeDrawing) {
    this.#store = store;
    this.#stage = stage;
    this.#nextFrame = nextFrame;
  }

  /**
   * Asks for the face of the state whenever it changes, once for each frame of the screen: the first change at once, the
   * last of the others when the frame is drawn.
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
    // The engine's own repetition after a loss may have been drawn before the canvas was there again.
    this.#stage.onEmptied = ask;
  }

  /** Paints an answer of the engine. One of which nothing is known any more is closed. */
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

/** A page that is not seen draws nothing: there it is the next task. */
function beforeDrawing(act: () => void): void {
  if (document.hidden) setTimeout(act);
  else requestAnimationFrame(act);
}
