/** Reads the names of tensors in a Keras configuration, in all forms of its versions. */
import * as v from 'valibot';

/** One output of one call of a layer. */
export interface TensorName {
  readonly layer: string;
  /** Index of the call of the layer; a shared layer has several. */
  readonly call: number;
  readonly output: number;
}

/** An argument of a call: a tensor, or a number on one side of an operation. */
export type Argument = TensorName | number;

/** No honest file nests arguments deeper. */
const deepest = 12;

const keras3Tensor = v.object({
  class_name: v.literal('__keras_tensor__'),
  config: v.object({ keras_history: v.array(v.unknown()) }),
});

/**
 * Lists all tensors in `given`, in order: `["layer", call, output]`, lists and records of those, and Keras 3's tensors
 * with their `keras_history`.
 */
function argumentsIn(given: unknown, depth = 0): Argument[] {
  if (depth > deepest) return [];
  if (Array.isArray(given)) {
    const tensor = named(given);
    return tensor === undefined ? given.flatMap((item) => argumentsIn(item, depth + 1)) : [tensor];
  }
  if (typeof given === 'number' && Number.isFinite(given)) return [given];
  if (typeof given !== 'object' || given === null) return [];
  const tensor = v.safeParse(keras3Tensor, given);
  if (tensor.success) return argumentsIn(tensor.output.config.keras_history, depth + 1);
  return 'class_name' in given
    ? []
    : Object.values(given).flatMap((item: unknown) => argumentsIn(item, depth + 1));
}

export function tensorsIn(given: unknown): TensorName[] {
  return argumentsIn(given).filter((argument) => typeof argument !== 'number');
}

function named(list: readonly unknown[]): TensorName | undefined {
  const [layer, call, output] = list;
  if (typeof layer !== 'string' || typeof call !== 'number') return undefined;
  return { layer, call, output: typeof output === 'number' ? output : 0 };
}

/**
 * Lists the arguments of each call of a layer.
 * @param inbound `inbound_nodes`: a list of calls, each a list of tensors (Keras 1 and 2) or `{ args, kwargs }` (Keras
 * 3).
 */
export function callsIn(inbound: unknown): Argument[][] {
  if (!Array.isArray(inbound)) return [];
  return inbound.map((call: unknown) => {
    if (typeof call !== 'object' || call === null || Array.isArray(call)) return argumentsIn(call);
    const { args, kwargs } = call as { args?: unknown; kwargs?: unknown };
    const tensors = argumentsIn(kwargs).filter((argument) => typeof argument !== 'number');
    return [...argumentsIn(args), ...tensors];
  });
}
