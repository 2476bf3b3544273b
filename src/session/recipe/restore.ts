/** Restores what a file shows: as one step of undo, or with its own model in a separate session. */
import { ZscapeError } from '../../base/errors.ts';
import { inPageLanguage } from '../../language/texts.ts';
import { rememberAct } from '../../store/history/remember.ts';
import type { Model, PanelName, State, Undone } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import { type Beginning, beginWithSeed, chooseModel, firstSeed } from '../models/modelLoader.ts';
import { isListed } from '../models/wantedModel.ts';
import type { Session } from '../session.ts';
import { dialogOf } from './filmRecipe.ts';
import { recipeMessages } from './messages.ts';
import { withOwnAttributes } from './ownAttributes.ts';
import { type Recipe, readRecipe } from './readRecipe.ts';
import { weightsHash } from './recipe.ts';

export type Restoring = Pick<Session, 'store' | 'models' | 'sessions' | 'published' | 'addressModels'>;

const panels: Partial<Record<Recipe['made']['shows'], PanelName>> = {
  walk: 'walk',
  path: 'path',
  map: 'map',
  attribute: 'attributes',
  growth: 'network',
  projection: 'photo',
};

/**
 * Restores a recipe if its model is the current one; for another model, the user is asked first.
 * @param act name of the undo step
 * @throws RECIPE_INVALID, MODEL_UNKNOWN; nothing is changed then
 */
export async function restoreRecipe(
  session: Restoring,
  text: string,
  fileName: string,
  act: string,
): Promise<void> {
  const { store } = session;
  const recipe = readRecipe(text, fileName);
  await whenBegun(store);
  const { model } = store.getState();
  if (model?.id !== recipe.model.id) {
    await offerModel(session, recipe, text);
    return;
  }
  const restored = await restoredState(store, recipe, model);
  // If another model was loaded in the meantime, the recipe does not apply to it.
  if (store.getState().model !== model) return;
  // A model that is still loading would replace what is shown now.
  session.models.cancel();
  store.setState({ ...restored, pull: null, playing: null, ...shownOf(recipe, store.getState()) });
  rememberAct(store, act, null);
  tell(store, recipe, model, 'restored');
}

/** Takes the user's answer to the question whether to load a file's model. @throws MODEL_UNKNOWN, RECIPE_INVALID */
export async function answerRecipe(session: Restoring, yes: boolean): Promise<void> {
  const { askedRecipe, catalogue } = session.store.getState();
  session.store.setState({ askedRecipe: null });
  if (!yes || !askedRecipe) return;
  const recipe = readRecipe(askedRecipe.text, askedRecipe.fileName);
  await session.models.load(chooseModel(catalogue ?? [], recipe.model.id), apart(session, recipe));
}

async function offerModel(session: Restoring, recipe: Recipe, text: string): Promise<void> {
  const { store, published, addressModels } = session;
  const { fileName, model } = recipe;
  const t = recipeMessages.get();
  const words = { file: fileName, model: model.title, id: model.id };
  if (isListed(store, model.id)) {
    store.setState({ askedRecipe: { fileName, title: model.title, text } });
  } else if (await published.offer(model.id, apart(session, recipe))) {
    notify(store, new Error(t.getModel(words)), 'info');
  } else if (model.address !== undefined) {
    await addressModels.ask(model.address, 'file', { begin: apart(session, recipe), declined: () => {} });
  } else throw new ZscapeError('MODEL_UNKNOWN', t.noModel(words), inPageLanguage());
}

/** Begins with what the file shows, in a separate session; the previous one is among the others. */
function apart(session: Restoring, recipe: Recipe): Beginning {
  const { store, sessions } = session;
  return async (model) => {
    try {
      const { taught, ...restored } = await restoredState(store, recipe, model);
      sessions.begin('');
      store.setState({ taught, ...shownOf(recipe, store.getState()) });
      tell(store, recipe, model, 'restoredApart');
      return restored;
    } catch (error) {
      // The engine has the model by now, so the page continues with it.
      notify(store, error);
      return beginWithSeed(firstSeed)(model);
    }
  };
}

/** @throws RECIPE_INVALID */
async function restoredState(store: ZscapeStore, recipe: Recipe, model: Model): Promise<Restored> {
  return withOwnAttributes(store, recipe, model, recipe.work(model));
}

type Restored = Pick<Undone, 'spread' | 'edit' | 'walk' | 'path' | 'map' | 'network' | 'taught'> & {
  face: NonNullable<State['face']>;
};

/** Returns the panel of what the file shows, and the Export dialog at that time. */
function shownOf({ made }: Recipe, state: State): Partial<Pick<State, 'panel' | 'film' | 'filmOf'>> {
  const panel = panels[made.shows];
  return { ...(panel && { panel }), ...dialogOf(made, state) };
}

function tell(store: ZscapeStore, recipe: Recipe, model: Model, how: 'restored' | 'restoredApart'): void {
  const t = recipeMessages.get();
  const { fileName: file } = recipe;
  notify(store, new Error(t[how]({ file })), 'info');
  if (recipe.model.weights !== weightsHash(model))
    notify(
      store,
      new ZscapeError('INTERNAL', t.otherWeights({ file, model: model.title }), inPageLanguage()),
      'warning',
    );
}

/** Waits for the first model, or until there is none to be had: a file that the page was opened with arrives before it. */
function whenBegun(store: ZscapeStore): Promise<void> {
  const begun = ({ catalogue, model, notLoaded }: State) =>
    catalogue !== null && (model !== null || notLoaded !== null);
  if (begun(store.getState())) return Promise.resolve();
  return new Promise((resolve) => {
    const unsubscribe = store.subscribe((state) => {
      if (!begun(state)) return;
      unsubscribe();
      resolve();
    });
  });
}
