/** Keras layers that change the shape or order of numbers. */
import { lastOrder, transposed, withChannelsLast } from './channels.ts';
import { type BuildLayer, countOf, misfit, only, positive, reshaped, unsupported } from './layerCall.ts';
import { channelsFirst, numbers } from './layerConfig.ts';

export const reshape: BuildLayer = (call) => {
  const x = only(call);
  // For a size that follows from the others, TF.js writes null and Keras -1.
  const given = call.config.target_shape;
  const target = Array.isArray(given) ? given.map((size: unknown) => size ?? -1) : given;
  const wish = numbers({ target }, 'target', []);
  const count = countOf(x.shape);
  const known = wish.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const shape = wish.map((size) => (size === -1 ? count / known : size));
  positive(call.name, `shape: [${wish.slice(0, 8).join(', ')}]`, shape, wish.length);
  if (shape.reduce((product, size) => product * size, 1) !== count)
    throw misfit(call.name, `makes [${wish.slice(0, 8).join(', ')}] of ${count} numbers`);
  return { ref: reshaped(call, 'Reshape', x.ref, [-1, ...shape]), shape: [-1, ...shape] };
};

/** With channels first, Keras moves them last before flattening. */
export const flatten: BuildLayer = (call) => {
  const given = only(call);
  const turned = channelsFirst(call.config) && given.shape.length > 2;
  const x = turned ? withChannelsLast(call, given) : given;
  const shape = [-1, countOf(x.shape)];
  return { ref: reshaped(call, 'Flatten', x.ref, shape), shape };
};

export const permute: BuildLayer = (call) => {
  const { config, name } = call;
  const x = only(call);
  const order = [0, ...numbers(config, 'dims', [])];
  if ([...order].sort((a, b) => a - b).some((axis, i) => axis !== i) || order.length !== x.shape.length)
    throw misfit(name, `has the impossible order [${order.slice(1, 9).join(', ')}]`);
  const shape = order.map((axis) => x.shape[axis]!);
  const last = lastOrder(x.shape.length);
  if (x.last !== undefined && order.every((axis, i) => axis === last[i])) return { ref: x.last, shape };
  return { ref: transposed(call, 'Transpose', x.ref, order), shape };
};

/** Before and after each side of a picture. */
export type Margins = readonly [number, number, number, number];

/** Reads `n`, `[rows, columns]` or `[[top, bottom], [left, right]]`. @throws OPS_UNSUPPORTED. */
export function marginsOf(name: string, key: string, given: unknown, usual: number): Margins {
  const list: unknown[] = given === undefined || given === null ? [usual] : [given].flat(3);
  const [a, b = a, c, d] = list;
  const margins = c === undefined ? [a, a, b, b] : [a, b, c, d];
  if (margins.every((side) => typeof side === 'number' && Number.isInteger(side) && side >= 0))
    return margins as unknown as Margins;
  throw unsupported(name, `has a ${key} that cannot be read`);
}
