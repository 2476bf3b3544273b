/** Builds a session from its parts and makes it show the first face. */
import { fromPlainError } from '../base/errors.ts';
import { Stage } from '../canvas/stage.ts';
import type { BackendChoice, EngineStatus, StartEngine } from '../engine/contract.ts';
import type { Face } from '../store/state/state.ts';
import { calmNotices, notify, settleNotices, type ZscapeStore } from '../store/store.ts';
import { followAddress } from './arriving.ts';
import { FaceDisplay } from './faceDisplay.ts';
import type { Wishes } from './link/address.ts';
import { AddressModels } from './models/addressModels.ts';
import { DeviceModels } from './models/deviceModels.ts';
import { keepSpreads } from './models/keepSpreads.ts';
import { ModelLoader } from './models/modelLoader.ts';
import { PreviewFitting } from './models/previewFitting.ts';
import { PublishedShelf } from './models/published/publishedShelf.ts';
import { keepPage } from './offline/serviceWorker.ts';
import { openFirst } from './opening.ts';
import { Pictures } from './pictures.ts';
import { Player } from './play/player.ts';
import { keepSettings } from './saved/keepSettings.ts';
import { SavedSessions } from './saved/savedSessions.ts';
import type { Session } from './session.ts';
import { createSessionThumbnail, illustrateMoments } from './thumbnails.ts';

/** Starts a session. @param wishes the parameters of the address */
export function startSession(store: ZscapeStore, startEngine: StartEngine, wishes: Wishes): Session {
  const stage = new Stage();
  const display = new FaceDisplay(store, stage);
  const engine = startEngine(wishes.backend ?? store.getState().backend, {
    onFrame: (frame) => display.show(frame),
    onStatus: (status) => takeStatus(store, status),
    onError: (error) => notify(store, error, 'error', 'engine'),
    onChanges: (changes) => display.left(changes),
  });
  const models = new ModelLoader(store, engine);
  const pictures = new Pictures(store, stage, engine, models);
  const deviceModels = new DeviceModels(store);
  const session: Session = {
    store,
    engine,
    stage,
    pictures,
    models,
    previewFitting: new PreviewFitting(store, (id) => models.renew(id)),
    deviceModels,
    published: new PublishedShelf(store, deviceModels, models),
    addressModels: new AddressModels(store, deviceModels, models),
    sessions: new SavedSessions(store, createSessionThumbnail(store, pictures)),
    player: new Player(store),
  };
  illustrateMoments(store, stage, pictures);
  display.follow(engine);
  store.subscribe(
    (state) => state.backend,
    (choice) => void moveEngine(session, choice),
  );
  store.setState({ publishedSource: wishes.source });
  for (const error of wishes.errors) notify(store, error);
  keepSettings(store);
  keepPage(store);
  keepSpreads(store);
  void openFirst(session, wishes);
  tellAfterFirst(store);
  followAddress(session);
  return session;
}

/**
 * Nothing needs announcing before the first picture. If the connection broke and the code for it is missing, nothing is
 * announced.
 */
function tellAfterFirst(store: ZscapeStore): void {
  let first: Face | null = null;
  const unsubscribe = store.subscribe(({ engine, face }) => {
    first ??= face;
    if (!engine || engine.frames === 0) return;
    unsubscribe();
    import('./telling/tellFaces.ts').then(
      ({ tellFaces }) => tellFaces(store, first),
      () => undefined,
    );
  });
}

function takeStatus(store: ZscapeStore, status: EngineStatus): void {
  const before = store.getState().engine?.notice?.message;
  store.setState({ engine: status });
  // The engine is computing again.
  calmNotices(store, 'engine');
  const { notice } = status;
  if (notice && notice.message !== before) notify(store, fromPlainError(notice), 'info');
}

async function moveEngine({ store, engine }: Session, choice: BackendChoice): Promise<void> {
  try {
    await engine.switchBackend(choice);
    settleNotices(store, 'command Backend');
  } catch (error) {
    notify(store, error, 'error', 'command Backend');
  }
}
