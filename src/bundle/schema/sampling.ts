/**
 * The part of `zscape.json` about sampling a model (which class, how far out, from which latents), and about where it
 * draws faces.
 */
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
  /** Its form: the class's number, from 0, or a row of zeros with a 1 in the class's place. */
  kind: v.picklist(['index', 'oneHot']),
  dtype: v.picklist(['int32', 'float32']),
  /** The model's own shape, without the batch: [] or [1] for a number, [count] or [1, count] and the like for a row. */
  shape: v.pipe(v.array(wide), v.maxLength(4)),
  count: wide,
  /** One for each class, in order. */
  names: v.optional(listOf(textOf(200), mostClasses, 'names')),
});

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const place = v.tuple([share, share]);

/**
 * The position of faces for a model that draws aligned ones: points in its picture as fractions of width and height, from
 * the upper left. `leftEye` is the eye on the left of the picture, `mouth` the midpoint between its corners.
 */
export const faces = v.pipe(
  v.object({ leftEye: place, rightEye: place, mouth: place }),
  v.check(
    ({ leftEye, rightEye, mouth }) =>
      leftEye[0] < rightEye[0] && mouth[1] > Math.max(leftEye[1], rightEye[1]),
    'two eyes from left to right, and a mouth below them',
  ),
);

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

/** The standard deviation of z at which the model's pictures look typical; by default that of the prior. */
export const spread = v.object({ usual: v.pipe(finite, v.gtValue(0), v.maxValue(mostSpread)) });

/**
 * Statistics of latents supplied with the model. `file` contains only little-endian float32, as rows of `latent.size`
 * numbers: the mean, then `factors` rows f with covariance = sum of f^T f, then `count` examples. So mean + sum of g_i
 * f_i is a sample like the examples, with each g_i from N(0, 1).
 */
export const latents = v.object({
  file: fileName,
  /** How many latents the mean and the factors were computed from. */
  samples: v.pipe(v.number(), v.integer(), v.minValue(1)),
  factors: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostLatent)),
  count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostEntries)),
});
