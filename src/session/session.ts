/**
 * Store -> request -> engine -> store: the one place where they meet. A session watches the store, asks the engine for
 * what it shows, and paints the answers on the stage. Commands speak to it; panels never do.
 */
import { type FrameOrigin, Stage } from '../canvas/stage.ts';
import type { BackendChoice, Engine, StartEngine } from '../engine/contract.ts';
import { illustrate } from '../store/history/history.ts';
import { notify, type ZscapeStore } from '../store/store.ts';
import type { Wishes } from './link/address.ts';
import { DeviceModels } from './models/deviceModels.ts';
import { ModelLoader } from './models/modelLoader.ts';
import { PreviewFitting } from './models/previewFitting.ts';
import { followAddress, openFirst } from './opening.ts';
import { Player } from './play/player.ts';
import { keepSettings } from './saved/keepSettings.ts';
import { SavedSessions } from './saved/savedSessions.ts';

export interface Session {
  readonly store: ZscapeStore;
  readonly engine: Engine;
  readonly stage: Stage;
  readonly models: ModelLoader;
  readonly deviceModels: DeviceModels;
  readonly previewFitting: PreviewFitting;
  readonly sessions: SavedSessions;
  readonly player: Player;
}

export function startSession(store: ZscapeStore, startEngine: StartEngine, wishes: Wishes): Session {
  const stage = new Stage();
  const origins = new Map<number, FrameOrigin>();
  /** What stands on the stage: after the loss of a GPU, which can take the canvas with it, it comes again. */
  let shown: { stamp: number; origin: FrameOrigin } | undefined;
  const engine = startEngine(wishes.backend ?? store.getState().backend, {
    onFrame: ({ stamp, image, preview }) => {
      const origin = origins.get(stamp) ?? (shown?.stamp === stamp ? shown.origin : undefined);
      // After a preview the full picture of the same stamp is still to come.
      for (const older of origins.keys())
        if (older < stamp || (older === stamp && !preview)) origins.delete(older);
      if (origin) {
        shown = { stamp, origin };
        stage.show(image, origin);
      } else if ('close' in image) image.close();
    },
    onStatus: (status) => {
      const before = store.getState().engine?.notice;
      store.setState({ engine: status });
      if (status.notice && status.notice !== before) notify(store, new Error(status.notice), 'info');
    },
    onError: (error) => notify(store, error),
  });
  const models = new ModelLoader(store, engine);
  const session: Session = {
    store,
    engine,
    stage,
    models,
    previewFitting: new PreviewFitting(store, (id) => models.renew(id)),
    deviceModels: new DeviceModels(store),
    sessions: new SavedSessions(store, () => stage.thumbnail(sessionThumbnailSize)),
    player: new Player(store),
  };
  stage.onShown = whenAtRest(() => illustrateHistory(store, stage));
  const ask = () => {
    const { face, model } = store.getState();
    if (!face || !model) return;
    origins.set(engine.render(face.z), {
      model: model.id,
      seed: face.seed,
      edited: face.z !== face.origin,
    });
  };
  store.subscribe((state) => state.face, ask);
  // The engine's own repetition after a loss may have been drawn before the canvas was there again.
  stage.onEmptied = ask;
  store.subscribe(
    (state) => state.backend,
    (choice) => void moveEngine(session, choice),
  );
  for (const error of wishes.errors) notify(store, error);
  keepSettings(store);
  void openFirst(session, wishes);
  followAddress(session);
  return session;
}

async function moveEngine({ store, engine }: Session, choice: BackendChoice): Promise<void> {
  try {
    await engine.switchBackend(choice);
  } catch (error) {
    notify(store, error);
  }
}

const momentThumbnailSize = 56;
const sessionThumbnailSize = 96;
/** A picture that stood this long is worth a thumbnail; while a hand drags none is made. */
const restMs = 250;

function whenAtRest(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, restMs);
  };
}

function illustrateHistory(store: ZscapeStore, stage: Stage): void {
  const { history, playing } = store.getState();
  if (history && !playing)
    store.setState({ history: illustrate(history, stage.thumbnail(momentThumbnailSize)) });
}
