/** Attributes that a recipe brings along because only the browser that made the file has them. */
import type { Model, Taught, Undone } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { readFound } from '../attributes/foundDirections.ts';
import { loadTaught } from '../attributes/keepTaught.ts';
import type { Recipe } from './readRecipe.ts';
import type { RecipeWork } from './recipeSchema.ts';

const taughtId = 'taught:';

/**
 * Returns the restored state, with the attributes that this browser lacks added to the user's taught ones. Directions
 * found in pictures get the same name when they are found again, so they are added only if they have not been found yet.
 */
export async function withOwnAttributes(
  store: ZscapeStore,
  { attributes, fileName }: Recipe,
  model: Model,
  work: RecipeWork,
): Promise<RecipeWork & Pick<Undone, 'taught'>> {
  if (attributes.length === 0) return { ...work, taught: store.getState().taught };
  await loadTaught(store);
  const found = (await readFound(model, 'pca')) !== undefined;
  const { taught } = store.getState();
  const here = new Set(taught.map(({ id }) => id));
  const renamed = new Map<string, string>();
  const brought: Taught[] = [];
  for (const { id, name, direction } of attributes) {
    if (!id.startsWith(taughtId) && found) continue;
    const own = id.startsWith(taughtId) ? id.slice(taughtId.length) : `${model.id} ${id}`;
    if (!id.startsWith(taughtId)) renamed.set(id, `${taughtId}${own}`);
    if (own === '' || here.has(own)) continue;
    here.add(own);
    brought.push({
      ...{ id: own, model: model.id, name: name || fileName, marks: [], direction },
      ...{ threshold: null, accuracy: null, created: Date.now() },
    });
  }
  const renew = (id: string) => renamed.get(id) ?? id;
  const { amounts, locked } = work.edit;
  const edit = {
    ...work.edit,
    amounts: Object.fromEntries(Object.entries(amounts).map(([id, amount]) => [renew(id), amount])),
    locked: locked.map(renew),
  };
  return { ...work, edit: renamed.size > 0 ? edit : work.edit, taught: [...taught, ...brought] };
}
