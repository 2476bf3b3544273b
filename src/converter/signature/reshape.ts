/** Converts a model's own shapes of latent and picture to those of a bundle, with nodes of the graph. */
import { type Attributes, type } from '../graph/attributes.ts';
import { constantOf, constNode, type GraphInput, type Ref, ref } from '../graph/graph.ts';
import type { Rewriter } from '../graph/rewrite.ts';
import type { LatentInput } from './latentInput.ts';
import type { PictureForm } from './pictureForm.ts';

/**
 * Adds the conversion of the latent.
 * @returns the input that takes a latent as one row of float32, from which the model's own input is computed.
 */
export function putLatent(rewriter: Rewriter, { input, sizes }: LatentInput): GraphInput {
  const own = rewriter.node(input.node)!;
  const size = sizes.reduce((product, one) => product * one, 1);
  if (sizes.length === 1 && input.dtype === 'float32') {
    if (own.op !== 'Placeholder') rewriter.put({ ...own, op: 'Placeholder', inputs: [] });
    return input;
  }
  const row: GraphInput = {
    key: input.key,
    node: rewriter.freshName(`${input.node}/row`),
    dtype: 'float32',
    shape: [input.shape![0]!, size],
  };
  const attrs: Attributes = { dtype: type('float32'), shape: { kind: 'shape', value: row.shape } };
  rewriter.put({ name: row.node, op: 'Placeholder', inputs: [], attrs });
  const isFloat = input.dtype === 'float32';
  const name = isFloat ? input.node : rewriter.freshName(`${input.node}/shaped`);
  putReshape(rewriter, name, ref(row.node), sizes);
  if (!isFloat) {
    const types = { SrcT: type('float32'), DstT: type(input.dtype) };
    rewriter.put({ name: input.node, op: 'Cast', inputs: [ref(name)], attrs: types });
  }
  return row;
}

/** Adds the conversion of the picture. @returns the tensor [n, height, width, channels] computed from `at`. */
export function putPicture(rewriter: Rewriter, at: Ref, { reshape, turned }: PictureForm): Ref {
  let picture = at;
  if (reshape !== undefined) {
    const name = rewriter.freshName('picture/shaped');
    putReshape(rewriter, name, picture, reshape);
    picture = ref(name);
  }
  if (turned) {
    const name = rewriter.freshName('picture');
    const order = putIntegers(rewriter, `${name}/channels_last`, [0, 2, 3, 1]);
    rewriter.put({
      name,
      op: 'Transpose',
      inputs: [picture, order],
      attrs: { T: type('float32'), Tperm: type('int32') },
    });
    picture = ref(name);
  }
  return picture;
}

function putReshape(rewriter: Rewriter, name: string, x: Ref, sizes: readonly number[]): void {
  const shape = putIntegers(rewriter, `${name}/shape`, [-1, ...sizes]);
  const attrs = { T: type('float32'), Tshape: type('int32') };
  rewriter.put({ name, op: 'Reshape', inputs: [x, shape], attrs });
}

function putIntegers(rewriter: Rewriter, wish: string, data: readonly number[]): Ref {
  const name = rewriter.freshName(wish);
  const tensor = { dtype: 'int32', shape: [data.length], data: Int32Array.from(data) } as const;
  rewriter.put(constNode(name, constantOf(tensor)));
  return ref(name);
}
