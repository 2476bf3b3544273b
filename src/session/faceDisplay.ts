/**
 * The way from the face of the state to the picture on the stage: asks the engine for each face, and has its answers
 * painted.
 */
import type { FrameOrigin, Stage } from '../canvas/stage.ts';
import type { Engine, Frame } from '../engine/contract.ts';
import { initialNetwork, isUnchanged, type NetworkState } from '../store/state/network.ts';
import { notify, type ZscapeStore } from '../store/store.ts';

export class FaceDisplay {
  readonly #store: ZscapeStore;
  readonly #stage: Stage;
  readonly #nextFrame: (act: () => void) => void;
  readonly #asked = new Map<number, FrameOrigin>();
  /** The changes inside the network that the engine currently applies; undefined for none. */
  #inForce: NetworkState | undefined;
  /** Whether changes are being sent to the engine. */
  #telling = false;
  /** The last frame that was shown. After the loss of a GPU, which can take the canvas with it, the engine sends it again. */
  #shown: { stamp: number; origin: FrameOrigin } | undefined;

  /** @param nextFrame calls back when the screen is about to be drawn */
  constructor(store: ZscapeStore, stage: Stage, nextFrame: (act: () => void) => void = beforeDrawing) {
    this.#store = store;
    this.#stage = stage;
    this.#nextFrame = nextFrame;
  }

  /**
   * Asks for the face of the state whenever it changes, but only twice per frame of the screen: for the first change
   * immediately, and for the last one when the next frame is drawn. Changes inside the network are sent first.
   */
  follow(engine: Pick<Engine, 'render' | 'setChanges'>): void {
    const draw = () => {
      const { face, model } = this.#store.getState();
      if (!face || !model) return;
      this.#asked.set(engine.render(face.z), {
        model: model.id,
        seed: face.seed,
        edited: face.z !== face.origin,
        z: face.z,
        preview: false,
        ...(this.#inForce && { changes: this.#inForce }),
      });
    };
    const ask = () => {
      const { face, model } = this.#store.getState();
      if (face && model && this.#isInForce(engine, draw, ask)) draw();
    };
    const askOnce = oncePerFrame(ask, this.#nextFrame);
    this.#store.subscribe((state) => state.face, askOnce);
    this.#store.subscribe((state) => state.network, askOnce);
    // After the loss of a GPU the engine repeats its last frame, perhaps before the canvas has been restored.
    this.#stage.onEmptied = ask;
  }

  /**
   * Tells whether the engine applies the state's changes. If not, they are sent, one set after another. After each there
   * is a picture (`draw`), so that changes that never rest show something; `ask` continues with the next set.
   */
  #isInForce(engine: Pick<Engine, 'setChanges'>, draw: () => void, ask: () => void): boolean {
    const { network } = this.#store.getState();
    const wanted = this.#wanted();
    this.#stage.changes = wanted;
    if (this.#telling) return false;
    if (this.#inForce === wanted) return true;
    this.#telling = true;
    const told = engine.setChanges(wanted ?? null).then(
      () => {
        this.#inForce = wanted;
      },
      (error: unknown) => {
        notify(this.#store, error);
        // The previous changes are still in force.
        const { network: now } = this.#store.getState();
        if (now === network)
          this.#store.setState({ network: this.#inForce ?? initialNetwork, playing: null });
      },
    );
    void told.then(() => {
      this.#telling = false;
      draw();
      // If there is nothing further to send, it has been drawn already.
      if (this.#inForce !== this.#wanted()) ask();
    });
    return false;
  }

  /** Takes over the changes that are left and in force after the engine has dropped those that do not fit its new model. */
  left(changes: NetworkState | null): void {
    this.#inForce = changes ?? undefined;
    this.#store.setState({ network: changes ?? initialNetwork });
  }

  #wanted(): NetworkState | undefined {
    const { network } = this.#store.getState();
    return isUnchanged(network) ? undefined : network;
  }

  /** Paints an answer of the engine. A picture that is no longer wanted is closed. */
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

/** Calls back before the next frame is drawn, or in the next task if the page is hidden and draws none. */
function beforeDrawing(act: () => void): void {
  if (document.hidden) setTimeout(act);
  else requestAnimationFrame(act);
}
