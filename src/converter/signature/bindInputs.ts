/** Binds inputs to fixed values, so that they need not be fed. */
import { ZscapeError } from '../../base/errors.ts';
import { type Attributes, type } from '../graph/attributes.ts';
import { constantOf, constNode, type Graph, type GraphInput, type Ref, ref } from '../graph/graph.ts';
import { Rewriter } from '../graph/rewrite.ts';
import { toTensor, type Value, valueTypeOf } from '../graph/value.ts';
import { inputText, isNamed, listed } from './describe.ts';
import { asLatent } from './latentInput.ts';
import { soundsLikeLatent } from './names.ts';
import type { SignatureWishes } from './wishes.ts';

/**
 * Binds inputs.
 * @returns the graph without the named inputs, whose nodes become constants. Those with a batch are repeated to the
 * latent's batch.
 * @throws SIGNATURE_UNUSABLE for a name that no input has, and for a number of values that does not fit it.
 */
export function bindInputs(graph: Graph, { bind, latent }: SignatureWishes): Graph {
  if (bind === undefined || bind.size === 0) return graph;
  const bound = new Map<GraphInput, readonly number[]>();
  for (const [name, values] of bind) {
    const input = graph.inputs.find(({ key, node }) => isNamed(name, key, node));
    if (input === undefined) {
      throw new ZscapeError(
        'SIGNATURE_UNUSABLE',
        `There is no input "${name}" to bind; the model takes ${listed(graph.inputs.map(inputText)) || 'nothing'}.`,
      );
    }
    bound.set(input, values);
  }
  const inputs = graph.inputs.filter((input) => !bound.has(input));
  const rewriter = new Rewriter(graph);
  const lead = leadOf(inputs, latent);
  for (const [input, values] of bound) put(rewriter, input, values, lead);
  return { ...rewriter.finish(), inputs };
}

/** Returns the input whose batch others follow: the latent, as far as it can be determined before the picture is known. */
function leadOf(inputs: readonly GraphInput[], wish: string | undefined): GraphInput | undefined {
  const batched = inputs.filter((input) => input.shape?.[0] === -1);
  const asked = wish && batched.find(({ key, node }) => isNamed(wish, key, node));
  const latents = batched.filter((input) => asLatent(input) !== undefined);
  return asked || (latents.find(soundsLikeLatent) ?? latents[0] ?? batched[0]);
}

function put(
  rewriter: Rewriter,
  input: GraphInput,
  values: readonly number[],
  lead: GraphInput | undefined,
): void {
  const { node, shape } = input;
  const [batch, ...sizes] = shape ?? (values.length === 1 ? [] : [values.length]);
  const value = boundValue(input, batch === undefined ? [] : [batch === -1 ? 1 : batch, ...sizes], values);
  const constant = constantOf(toTensor(value));
  if (batch !== -1 || lead === undefined) {
    rewriter.put(constNode(node, constant));
    return;
  }
  const whole = (part: string, data: readonly number[], dims = [data.length]): Ref => {
    const name = rewriter.freshName(`${node}/${part}`);
    const numbers = { dtype: 'int32', shape: dims, data: Int32Array.from(data) } as const;
    rewriter.put(constNode(name, constantOf(numbers)));
    return ref(name);
  };
  const add = (part: string, op: string, from: readonly Ref[], attrs: Attributes = {}): Ref => {
    const name = rewriter.freshName(`${node}/${part}`);
    rewriter.put({ name, op, inputs: from, attrs: { T: type('int32'), ...attrs } });
    return ref(name);
  };
  const one = rewriter.freshName(`${node}/value`);
  rewriter.put(constNode(one, constant));
  const ofLead = { T: type(lead.dtype), out_type: type('int32') };
  const all = add('batch_shape', 'Shape', [ref(lead.node)], ofLead);
  const count = add('batch', 'Slice', [all, whole('first', [0]), whole('one', [1])]);
  const rest = sizes.map(() => 1);
  const times =
    rest.length === 0
      ? count
      : add('times', 'ConcatV2', [count, whole('rest', rest), whole('axis', [0], [])], {
          N: { kind: 'int', value: 2 },
        });
  rewriter.put({ name: node, op: 'Tile', inputs: [ref(one), times], attrs: { T: type(constant.dtype) } });
}

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  int64: Float64Array,
  bool: Uint8Array,
} as const;

function boundValue(input: GraphInput, shape: readonly number[], values: readonly number[]): Value {
  const misfit = (why: string) =>
    new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `The input ${inputText(input)} cannot be bound to ${listed(values.map(String))}: ${why}.`,
    );
  const known = shape.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  if (shape.filter((size) => size === -1).length > 1) throw misfit('more than one of its sizes is unknown');
  // A single unknown size follows from the number of values.
  const sizes = shape.map((size) => (size === -1 ? values.length / known : size));
  const count = sizes.reduce((product, size) => product * size, 1);
  if (!Number.isInteger(count) || (values.length !== count && values.length !== 1)) {
    throw misfit(`it takes ${known === 1 ? 'one number' : `one number for all of it, or ${known}`}`);
  }
  const dtype = valueTypeOf(input.dtype);
  if (!dtype.startsWith('float') && !values.every(Number.isInteger)) throw misfit('it takes whole numbers');
  if (dtype === 'bool' && !values.every((x) => x === 0 || x === 1)) throw misfit('it takes true or false');
  const all = Array.from({ length: count }, (_, i) => values[values.length === 1 ? 0 : i]!);
  return { dtype, shape: sizes, data: arrays[dtype].from(all) };
}
