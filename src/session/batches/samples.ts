/** The samples of a batch, each determined by its number alone, so that any part of the batch can be made again. */
import { type Cell, distinctNames } from '../../export/batch/metadata.ts';
import { pictureName } from '../../export/batch/shards.ts';
import { amountOfDeviations, createEditor } from '../../latent/direction/directions.ts';
import { changeZ } from '../../latent/point/classTail.ts';
import { pullTowards } from '../../latent/vector/edit.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { Model } from '../../store/state/state.ts';
import type { BatchRecipe } from './recipe.ts';

interface BatchSample {
  /** Name of its file. */
  name: string;
  /** Float32 [point size]. */
  z: Float32Array;
  /** In the order of `columns`. */
  row: Cell[];
}

interface BatchSamples {
  columns: string[];
  /** @param index 0 to samples - 1 */
  at(index: number): BatchSample;
}

/** Returns the samples of a batch. @param model the one that the recipe was made for */
export function samplesOf(recipe: BatchRecipe, model: Model): BatchSamples {
  const { way, samples, first, spread, base, distance, moves, sweep, format } = recipe;
  const space = spaceOf(model);
  const editor = createEditor(
    moves.map(({ direction }) => direction),
    moves.flatMap(({ locked }, k) => (locked ? [k] : [])),
    space,
  );
  const amountsAt = (index: number) =>
    moves.map(({ amount }, k) => {
      if (k !== sweep?.move) return amount;
      const time = samples > 1 ? index / (samples - 1) : 0;
      return sweep.from + time * (sweep.to - sweep.from);
    });
  const drawn = (seed: number) => sampleFace(model, seed, { spread, class: recipe.class }).z;
  const startOf = (index: number): Float32Array => {
    if (way === 'seeds' || !base) return drawn(first + index);
    return way === 'around' ? pullTowards(base, drawn(first + index), distance, space) : base;
  };
  const withClass = recipe.class !== undefined;
  return {
    columns: distinctNames([
      'file',
      ...(way === 'along' ? [] : ['seed', 'spread']),
      ...(way === 'around' ? ['distance'] : []),
      ...(withClass ? ['class'] : []),
      ...moves.map(({ name }) => name),
    ]),
    at(index) {
      const name =
        way === 'seeds'
          ? pictureName('seed', first + index, first + samples - 1, format)
          : pictureName('sample', index, samples - 1, format);
      const amounts = amountsAt(index);
      const start = startOf(index);
      const z = amounts.some((amount) => amount !== 0)
        ? changeZ(start, space.classes, (part) =>
            editor.apply(
              part,
              amounts.map((amount) => amountOfDeviations(amount, part.length)),
            ),
          )
        : start;
      const row: Cell[] = [
        name,
        ...(way === 'along' ? [] : [first + index, spread]),
        ...(way === 'around' ? [distance] : []),
        ...(withClass ? [recipe.class!] : []),
        ...amounts.map((amount) => Number(amount.toFixed(6))),
      ];
      return { name, z, row };
    },
  };
}
