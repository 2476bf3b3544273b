/** Keras layers that multiply by a matrix, or look up its rows. */
import { int, type as ofType } from '../../../graph/attributes.ts';
import { finished } from './activations.ts';
import { type BuildLayer, countOf, misfit, only, reshaped, unsupported, withBias } from './layerCall.ts';

export const dense: BuildLayer = (call) => {
  const x = only(call);
  const { shape } = call.weight('kernel');
  const [depth, units] = shape;
  const inner = x.shape.at(-1);
  if (shape.length !== 2 || depth !== inner || x.shape.length < 2)
    throw misfit(call.name, `has a kernel [${shape.slice(0, 8).join(', ')}] for ${inner} numbers`);
  // A tensor of higher rank is multiplied as many rows.
  const flat = x.shape.length === 2 ? x.ref : reshaped(call, 'rows', x.ref, [-1, depth!]);
  const product = call.builder.add('MatMul', `${call.name}/MatMul`, [flat, call.weightRef('kernel')]);
  const made = [...x.shape.slice(0, -1), units!];
  const sum = withBias(call, product);
  return finished(call, { ref: x.shape.length === 2 ? sum : reshaped(call, 'back', sum, made), shape: made });
};

/** Maps integers to rows of a table. They may arrive as floats, as in TF.js's own models. */
export const embedding: BuildLayer = (call) => {
  const { builder, name } = call;
  const x = only(call);
  const table = call.weight('embeddings');
  if (table.shape.length !== 2) throw unsupported(name, 'has a table that is none');
  const whole = builder.add('Cast', `${name}/Cast`, [x.ref], {
    SrcT: ofType('float32'),
    DstT: ofType('int32'),
  });
  const axis = builder.integers(`${name}/axis`, [0], []);
  const ref = builder.add('GatherV2', name, [call.weightRef('embeddings'), whole, axis], {
    batch_dims: int(0),
  });
  return { ref, shape: [...x.shape, table.shape[1]!] };
};

/** [n, f] to [n, times, f]. */
export const repeatVector: BuildLayer = (call) => {
  const { builder, name, config } = call;
  const x = only(call, 2);
  const times = config.n;
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1)
    throw unsupported(name, 'repeats an impossible number of times');
  const one = reshaped(call, 'one', x.ref, [-1, 1, countOf(x.shape)]);
  const ref = builder.add('Tile', name, [one, builder.integers(`${name}/times`, [1, times, 1])]);
  return { ref, shape: [-1, times, x.shape[1]!] };
};
