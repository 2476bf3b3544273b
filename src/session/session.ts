/** The objects that commands work with: the one place where store, engine, stage and storage meet. Panels never access it. */
import type { Stage } from '../canvas/stage.ts';
import type { Engine } from '../engine/contract.ts';
import type { ZscapeStore } from '../store/store.ts';
import type { AddressModels } from './models/addressModels.ts';
import type { DeviceModels } from './models/deviceModels.ts';
import type { ModelLoader } from './models/modelLoader.ts';
import type { PreviewFitting } from './models/previewFitting.ts';
import type { PublishedShelf } from './models/published/publishedShelf.ts';
import type { Pictures } from './pictures.ts';
import type { Player } from './play/player.ts';
import type { SavedSessions } from './saved/savedSessions.ts';

export interface Session {
  readonly store: ZscapeStore;
  readonly engine: Engine;
  readonly stage: Stage;
  readonly pictures: Pictures;
  readonly models: ModelLoader;
  readonly deviceModels: DeviceModels;
  readonly published: PublishedShelf;
  readonly addressModels: AddressModels;
  readonly previewFitting: PreviewFitting;
  readonly sessions: SavedSessions;
  readonly player: Player;
}
