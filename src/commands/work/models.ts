import type { VariantName } from '../../bundle/published/fileList.ts';
import type { BackendChoice } from '../../engine/contract.ts';
import type { DroppedFile } from '../../session/models/deviceModels.ts';
import { fetchModelCard } from '../../session/models/modelCard.ts';
import { beginWithSeed, firstSeed } from '../../session/models/modelLoader.ts';
import { spreadFor } from '../../store/select/space.ts';
import type { ModelEntry } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';

/** Makes a model of the catalogue the current one, and shows the face of the current seed. */
export const loadModel: Command<[entry: ModelEntry], Promise<void>> = {
  name: 'Load',
  undo: 'itself',
  perform: ({ models, store }, entry) => models.load(entry, beginWithPresentSeed(store)),
};

/**
 * Begins with the face of the current seed when the user switches models, with the spread that the user set for the new
 * model.
 */
function beginWithPresentSeed(store: ZscapeStore) {
  const { face } = store.getState();
  return beginWithSeed(face?.seed ?? firstSeed, (model) => spreadFor(store.getState(), model));
}

/** Fetches the figures of the current model. */
export const showModelCard: Command<[], Promise<void>> = {
  name: 'Figures of the model',
  undo: 'none',
  perform: ({ store }) => fetchModelCard(store),
};

export const cancelLoad: Command = {
  name: 'Cancel',
  undo: 'none',
  perform: ({ models }) => models.cancel(),
};

export const chooseBackend: Command<[choice: BackendChoice]> = {
  name: 'Backend',
  undo: 'none',
  perform: ({ store }, backend) => store.setState({ backend }),
};

/** Converts a model from the user's files, keeps it on this device and loads it. */
export const addModel: Command<[files: readonly DroppedFile[]], Promise<void>> = {
  name: 'Add a model',
  undo: 'itself',
  perform: async ({ deviceModels, models, store }, files) => {
    const entry = await deviceModels.add(files);
    await models.load(entry, beginWithPresentSeed(store));
  },
};

/** Opens a model by its address: fetches it, converts it, keeps it on this device and loads it. */
export const openAddress: Command<[address: string], Promise<void>> = {
  name: 'Open an address',
  undo: 'itself',
  perform: ({ addressModels, store }, address) => addressModels.open(address, beginWithPresentSeed(store)),
};

/** Asks whether to open a pasted address. */
export const askAddress: Command<[address: string], Promise<void>> = {
  name: 'Pasted address',
  undo: 'none',
  perform: ({ addressModels }, address) => addressModels.ask(address, 'paste'),
};

/** Takes the user's answer to the question whether to open an address. */
export const answerAddress: Command<[yes: boolean], Promise<void>> = {
  name: 'Open an address',
  undo: 'itself',
  perform: ({ addressModels, store }, yes) => addressModels.answer(yes, beginWithPresentSeed(store)),
};

export const cancelAdd: Command = {
  name: 'Cancel',
  undo: 'none',
  perform: ({ deviceModels }) => deviceModels.cancel(),
};

/** Fetches a model that others have published, keeps it on this device and loads it. */
export const getPublished: Command<[id: string, variant: VariantName], Promise<void>> = {
  name: 'Get a published model',
  undo: 'itself',
  perform: ({ published }, id, variant) => published.get(id, variant),
};

export const cancelGetting: Command = {
  name: 'Cancel',
  undo: 'none',
  perform: ({ published }) => published.cancel(),
};

/** Dismisses the line about real faces, for good. */
export const hideRealFaces: Command = {
  name: 'Dismiss',
  undo: 'none',
  perform: ({ store }) => store.setState({ realFacesTold: true }),
};

export const cancelFitting: Command = {
  name: 'Cancel',
  undo: 'none',
  perform: ({ previewFitting }) => previewFitting.cancel(),
};

export const removeModel: Command<[entry: ModelEntry], Promise<void>> = {
  name: 'Remove from this device',
  undo: 'none',
  perform: ({ deviceModels }, { id }) => deviceModels.remove(id),
};

/** Saves a bundle of this device as a .zip that another page or the command line can take. */
export const exportModel: Command<[entry: ModelEntry], Promise<void>> = {
  name: 'Export bundle',
  undo: 'none',
  perform: ({ deviceModels }, { id }) => deviceModels.saveZip(id),
};
