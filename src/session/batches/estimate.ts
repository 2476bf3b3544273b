/** Makes a few pictures of a batch, to estimate the size of its files and the time it will take. */
import { ZscapeError } from '../../base/errors.ts';
import { Encoders } from '../../export/batch/encoders.ts';
import { isUnchanged } from '../../store/state/network.ts';
import type { Session } from '../session.ts';
import { recipeOf } from './recipe.ts';
import { samplesOf } from './samples.ts';

export interface BatchEstimate {
  bytesPerPicture: number;
  secondsPerPicture: number;
}

/** How many pictures are made for the estimate. The first ones only warm up the machinery. */
const tried = 8;
const warming = 3;
/** Bytes of a picture's entries in a .zip besides the picture: names, a row of the table. */
const besides = 250;

/** Estimates the batch. @throws CANCELLED, and any error of making the batch itself */
export async function estimateBatch(
  { store, pictures }: Session,
  signal: AbortSignal,
): Promise<BatchEstimate> {
  const state = store.getState();
  const recipe = recipeOf(state);
  if (!state.model) throw new ZscapeError('EXPORT_FAILED', 'There is no model yet to make a batch with.');
  const samples = samplesOf(recipe, state.model);
  const count = Math.min(tried, recipe.samples);
  const chosen = Array.from({ length: count }, (_, i) =>
    samples.at(Math.round((i / Math.max(1, count - 1)) * (recipe.samples - 1))),
  );
  const encoders = new Encoders(recipe);
  const times: number[] = [];
  try {
    const sizes: Promise<number>[] = [];
    await pictures.render(
      chosen.map(({ z }) => z),
      {
        signal,
        changes: isUnchanged(state.network) ? null : state.network,
        onImage: (_, image) => {
          const packed = encoders.encode(image).then(({ length }) => {
            times.push(performance.now());
            return length;
          });
          packed.catch(() => undefined); // reported below
          sizes.push(packed);
        },
      },
    );
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / count;
    const first = Math.min(warming, count - 1);
    const ms = (times.at(-1)! - times[first]!) / Math.max(1, count - 1 - first);
    return {
      bytesPerPicture: bytes + besides + 4 * chosen[0]!.z.length,
      secondsPerPicture: Math.max(ms, 1) / 1000,
    };
  } finally {
    encoders.end();
  }
}
