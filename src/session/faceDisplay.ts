/** From the face of the state to the picture on the stage: asks the engine for each face, and has its answers painted. */
import type { FrameOrigin, Stage } from '../canvas/stage.ts';
import type { Engine, Frame } from '../engine/contract.ts';
import type { ZscapeStore } from '../store/store.ts';

export class FaceDisplay {
  readonly #store: ZscapeStore;
  readonly #stage: Stage;
  readonly #asked = new Map<number, FrameOrigin>();
  /** After the loss of a GPU, which can take the canvas with it, the last frame comes again. */
  #shown: { stamp: number; origin: FrameOrigin } | undefined;

  constructor(store: ZscapeStore, stage: Stage) {
    this.#store = store;
    this.#stage = stage;
  }

  /** Asks for the face of the state whenever it changes. */
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
    this.#store.subscribe((state) => state.face, ask);
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
      image.close();
      return;
    }
    const origin = { ...asked, preview };
    this.#shown = { stamp, origin };
    this.#stage.show(image, origin);
  }
}
