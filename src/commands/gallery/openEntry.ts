import { labelled } from '../../session/attributes/findAttributes.ts';
import { chooseModel } from '../../session/models/modelLoader.ts';
import type { Session } from '../../session/session.ts';
import { rememberAct } from '../../store/history/remember.ts';
import type { Attribute, Model, PanelName } from '../../store/state/state.ts';
import type { Command } from '../command.ts';
import { attributesNeeded, beginningOf, type GalleryEntry } from './entry.ts';

const panels = { edit: 'attributes', walk: 'walk', path: 'path' } as const satisfies Record<
  string,
  PanelName
>;

/** Finds the current model's attributes for an entry; only if the entry names some. */
async function attributesFor(
  here: Pick<Session, 'store' | 'engine'>,
  entry: GalleryEntry,
  model: Model,
): Promise<readonly Attribute[]> {
  if (attributesNeeded(entry).length === 0) return [];
  const { attributes } = here.store.getState();
  const shelved = attributes?.model === model.id ? attributes.list : [];
  return shelved.some(({ group }) => group === 'labelled') ? shelved : labelled(here, model);
}

/**
 * Shows a ready walk, path or edit in its panel, with its model, as one step of undo.
 * @param play whether a walk or a path starts to play
 */
export const openEntry: Command<[entry: GalleryEntry, play: boolean], Promise<void>> = {
  name: 'Open from the gallery',
  undo: 'itself',
  perform: async (session, entry, play) => {
    const { store, models } = session;
    const begin = async (model: Model) =>
      beginningOf(entry, model, await attributesFor(session, entry, model));
    const { model, catalogue } = store.getState();
    if (model?.id === entry.model) {
      const begun = await begin(model);
      // If another model has become current, nobody is waiting for this any longer.
      if (store.getState().model !== model) return;
      store.setState({ pull: null, playing: null, ...begun });
      rememberAct(store, openEntry.name, null);
    } else {
      if ((await models.attempt(chooseModel(catalogue ?? [], entry.model), begin)) !== null) return;
    }
    store.setState({
      panel: panels[entry.kind],
      ...(play && entry.kind !== 'edit' && { playing: entry.kind }),
    });
  },
};

/** Finds the current model's attributes, for drawing the gallery's pictures. */
export const galleryAttributes: Command<[], Promise<readonly Attribute[]>> = {
  name: 'Attributes of the gallery',
  applies: ({ model }) => model !== null,
  undo: 'none',
  perform: async (session) => {
    const { model } = session.store.getState();
    return model ? labelled(session, model) : [];
  },
};
