/** The inputs of a model: the placeholders of its graph, with the shapes that its layers state. */
import * as v from 'valibot';
import { ZscapeError } from '../../../../base/errors.ts';
import { isWholeType } from '../layers/layerConfig.ts';
import type { LayerSpec, ModelSpec } from './spec.ts';

const shapeSchema = v.pipe(
  v.array(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
  v.minLength(2),
  v.maxLength(6),
);

export interface InputShape {
  /** Its first size is the batch, -1. */
  readonly shape: readonly number[];
  /** Whether it takes integers. */
  readonly whole: boolean;
}

/** Returns the input shape that a layer states, or undefined. */
function shapeOf({
  config,
  inputShape,
}: LayerSpec | Pick<LayerSpec, 'config' | 'inputShape'>): number[] | undefined {
  const wishes = [config.batch_input_shape, config.batch_shape, config.batchInputShape, inputShape];
  const given = Array.isArray(config.input_shape) ? [null, ...(config.input_shape as unknown[])] : undefined;
  const row = typeof config.input_dim === 'number' ? [null, config.input_dim] : undefined;
  for (const wish of [...wishes, given, row]) {
    const result = v.safeParse(shapeSchema, wish);
    if (!result.success) continue;
    const [, ...sizes] = result.output;
    if (sizes.every((size) => size !== null)) return [-1, ...(sizes as number[])];
  }
  return undefined;
}

/** Reads the shape of an input. @throws SIGNATURE_UNUSABLE if it does not state one. */
export function inputOf(layer: LayerSpec): InputShape {
  const shape = shapeOf(layer);
  if (shape !== undefined) return { shape, whole: isWholeType(layer.config.dtype) };
  throw new ZscapeError(
    'SIGNATURE_UNUSABLE',
    `The input "${layer.name.slice(0, 80)}" does not state its shape. Build the model with an input of a fixed shape and save it again.`,
  );
}

/** Returns the input of a Sequential model's first layer, however deeply nested. */
export function sequentialInput(model: ModelSpec): InputShape {
  const own = shapeOf({ config: {}, inputShape: model.inputShape });
  const [first] = model.layers;
  if (first === undefined) {
    throw new ZscapeError('MODULE_INVALID', `The model "${model.name.slice(0, 80)}" has no layers.`);
  }
  const said = shapeOf(first);
  if (said === undefined && first.inner?.sequential) return sequentialInput(first.inner);
  if (said === undefined && first.inner !== undefined) {
    const [start] = first.inner.inputs;
    const layer = first.inner.layers.find(({ name }) => name === start?.layer);
    if (layer !== undefined) return inputOf(layer);
  }
  if (said === undefined && own !== undefined) return { shape: own, whole: false };
  // An Embedding takes integers, but TF.js and older Keras pass them as floats.
  const { shape } = inputOf(first);
  return { shape, whole: first.kind === 'InputLayer' && isWholeType(first.config.dtype) };
}
