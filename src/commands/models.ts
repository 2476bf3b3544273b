import type { CatalogueEntry } from '../bundle/catalogue.ts';
import type { BackendChoice } from '../engine/contract.ts';
import { firstSeed } from '../session/session.ts';
import type { Command } from './command.ts';

/** Makes a model of the catalogue the current one; the present seed goes with it. */
export const loadModel: Command<[entry: CatalogueEntry], Promise<void>> = {
  name: 'Load',
  perform: ({ models, store }, entry) => models.load(entry, store.getState().face?.seed ?? firstSeed),
};

export const cancelLoad: Command = {
  name: 'Cancel',
  perform: ({ models }) => models.cancel(),
};

export const chooseBackend: Command<[choice: BackendChoice]> = {
  name: 'Backend',
  perform: ({ store }, backend) => store.setState({ backend }),
};
