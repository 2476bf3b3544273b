/**
 * A dense layer whose numbers become a picture [n, c, h, w]: the columns of its weights are reordered by pixel, so the
 * picture comes out with its channels last and nothing is moved at run time.
 */
import type { Constant, Ref } from '../../../graph/graph.ts';
import { allocate, toTensor, toValue } from '../../../graph/value.ts';
import type { Emitter } from '../emitter.ts';

const stepwise = new Set(
  'Relu LeakyRelu Elu Selu Tanh Sigmoid Softplus Sqrt Rsqrt Square Neg AddV2 Sub Mul RealDiv BiasAdd'.split(
    ' ',
  ),
);
/** Dense, norm and activation are about five steps. */
const deepest = 16;

/**
 * Recomputes the tensor [n, c * h * w] with its columns in the order h, w, c.
 * @returns undefined if it is not a matrix product followed by steps that treat each column separately.
 */
export function columnsByPixel(
  emitter: Emitter,
  at: Ref,
  picture: readonly [number, number, number],
  depth = 0,
): Ref | undefined {
  const columns = picture[0] * picture[1] * picture[2];
  const constant = emitter.constantAt(at);
  if (constant !== undefined) return constantByPixel(emitter, at, constant, picture, columns);
  const node = emitter.nodes.get(at.node);
  if (node === undefined || at.output !== 0 || depth > deepest) return undefined;
  const turned = (i: number) => columnsByPixel(emitter, node.inputs[i]!, picture, depth + 1);
  if (node.op === 'MatMul') {
    const kernel = emitter.constantAt(node.inputs[1]!) === undefined ? undefined : turned(1);
    return kernel && emitter.add('MatMul', `${node.name}/by_pixel`, [node.inputs[0]!, kernel], node.attrs);
  }
  if (!stepwise.has(node.op)) return undefined;
  const inputs = node.inputs.map((_, i) => turned(i));
  if (!inputs.every((input) => input !== undefined)) return undefined;
  return emitter.add(node.op, `${node.name}/by_pixel`, inputs, node.attrs);
}

function constantByPixel(
  emitter: Emitter,
  at: Ref,
  constant: Constant,
  [channels, height, width]: readonly [number, number, number],
  columns: number,
): Ref | undefined {
  const last = constant.shape.at(-1) ?? 1;
  // A single number for all columns stays unchanged.
  if (last === 1) return at;
  if (last !== columns || !constant.dtype.includes('float')) return undefined;
  const area = height * width;
  return emitter.constant(`${at.node}/by_pixel`, {
    dtype: 'float32',
    shape: constant.shape,
    load() {
      const value = toValue(constant.load());
      const out = allocate('float32', constant.shape);
      for (let row = 0; row < out.data.length; row += columns) {
        for (let pixel = 0; pixel < area; pixel++) {
          for (let c = 0; c < channels; c++)
            out.data[row + pixel * channels + c] = value.data[row + c * area + pixel]!;
        }
      }
      return toTensor(out);
    },
  });
}
