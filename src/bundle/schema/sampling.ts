/** What of `zscape.json` says how a model wants to be sampled: of which class, how far out, and from which latents. */
import * as v from 'valibot';
import {
  count,
  fileName,
  finite,
  listOf,
  mostClasses,
  mostEntries,
  mostLatent,
  mostSpread,
  nodeName,
  textOf,
} from './limits.ts';

const wide = count(mostClasses);

const classObject = v.object({
  /** The node of the graph's second input. */
  input: nodeName,
  /** What it takes: the class's number, from 0, or a row of zeros with a 1 in the class's place. */
  kind: v.picklist(['index', 'oneHot']),
  dtype: v.picklist(['int32', 'float32']),
  /** As the model has it, without the batch: [] or [1] for a number, [count] or [1, count] and the like for a row. */
  shape: v.pipe(v.array(wide), v.maxLength(4)),
  count: wide,
  /** One for each class, in their order. */
  names: v.optional(listOf(textOf(200), mostClasses, 'names')),
});

export const classes = v.pipe(
  classObject,
  v.forward(
    v.check(({ kind, shape, count: many }) => {
      return shape.reduce((product, size) => product * size, 1) === (kind === 'index' ? 1 : many);
    }, 'a shape that holds one number, or one for each class'),
    ['shape'],
  ),
  v.forward(
    v.check(({ names, count: many }) => names === undefined || names.length === many, 'as many as classes'),
    ['names'],
  ),
);

/** The standard deviation of z at which the model's pictures are usual. Where it is missing, it is that of the prior. */
export const spread = v.object({ usual: v.pipe(finite, v.gtValue(0), v.maxValue(mostSpread)) });

/**
 * What is known of latents that people gave with the model. `file` holds little-endian float32 and nothing else, as rows of
 * `latent.size` numbers: the mean, then `factors` rows f with covariance = sum of f^T f, then `count` examples. So
 * mean + sum of g_i f_i is a sample like the examples, with each g_i from N(0, 1).
 */
export const latents = v.object({
  file: fileName,
  /** How many latents the mean and the factors were computed from. */
  samples: v.pipe(v.number(), v.integer(), v.minValue(1)),
  factors: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostLatent)),
  count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostEntries)),
});
