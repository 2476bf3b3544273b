/**
 * The graph of TF-Hub's progan-128 as the TF.js converter 2.6 wrote it, node for node: Pad and a VALID convolution for
 * the first layer, Tile and BatchToSpaceND for nearest upsampling, leaky ReLU as Maximum(0.2 x, x), pixel norm of the
 * latent and after each convolution, and a picture clipped to [0, 1]. Widths are free.
 */

export interface PublishedLayout {
  /** Dimensions of z. */
  readonly latent: number;
  /** Channels of each block, from 4 px up. */
  readonly channels: readonly number[];
}

/** A constant's value, or the range that random values are drawn from. */
export type Filling = { readonly values: readonly number[] } | { readonly from: number; readonly to: number };

export interface PublishedConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly filling: Filling;
}

interface PublishedGraph {
  readonly constants: readonly PublishedConstant[];
  /** GraphDef nodes in JSON, constants first. */
  readonly nodes: readonly object[];
  readonly input: string;
  readonly output: string;
  readonly resolution: number;
}

const scope = 'module_apply_default/';
const float = { type: 'DT_FLOAT' };
const whole = { type: 'DT_INT32' };
/** The first node of a kind has no number in its name. */
const numbered = (name: string, index: number): string =>
  index === 0 ? `${scope}${name}` : `${scope}${name}_${index}`;
const dims = (shape: readonly number[]) =>
  shape.length === 0 ? {} : { dim: shape.map((size) => ({ size: String(size) })) };
const base64 = (text: string) => ({ s: btoa(text) });

export function publishedGraph({ latent, channels }: PublishedLayout): PublishedGraph {
  const constants: PublishedConstant[] = [];
  const nodes: object[] = [];
  const put = (name: string, op: string, input: readonly string[], attr: object = {}): string => {
    nodes.push({ name, op, input, attr: { T: float, ...attr } });
    return name;
  };
  const constant = (
    name: string,
    dtype: 'float32' | 'int32',
    shape: readonly number[],
    filling: Filling,
  ): string => {
    constants.push({ name, shape, dtype, filling });
    return name;
  };
  const scalar = (name: string, value: number) => constant(name, 'float32', [], { values: [value] });
  const integers = (name: string, shape: readonly number[], values: readonly number[]) =>
    constant(name, 'int32', shape, { values });
  /** He's uniform distribution, so that values neither grow nor fade through the layers. */
  const kernel = (name: string, shape: readonly [number, number, number, number]) => {
    const most = Math.sqrt(6 / (shape[0] * shape[1] * shape[2]));
    return constant(name, 'float32', shape, { from: -most, to: most });
  };
  const convolve = (name: string, x: string, weights: string, padding: 'SAME' | 'VALID') =>
    put(name, 'Conv2D', [x, weights], {
      strides: { list: { i: ['1', '1', '1', '1'] } },
      dilations: { list: { i: ['1', '1', '1', '1'] } },
      data_format: base64('NHWC'),
      padding: base64(padding),
      explicit_paddings: { list: {} },
      use_cudnn_on_gpu: { b: true },
    });
  const pixelNorm = (index: number, x: string, axis: number): string => {
    const axes = integers(`${numbered('Mean', index)}/reduction_indices`, [1], [axis]);
    const epsilon = scalar(`${numbered('add', 2 * index + 1)}/y`, 1e-8);
    const square = put(numbered('Square', index), 'Square', [x]);
    const mean = put(numbered('Mean', index), 'Mean', [square, axes], {
      keep_dims: { b: true },
      Tidx: whole,
    });
    const sum = put(numbered('add', 2 * index + 1), 'Add', [mean, epsilon]);
    const factor = put(numbered('Rsqrt', index), 'Rsqrt', [sum]);
    return put(numbered('mul', 2 * index), 'Mul', [x, factor]);
  };
  const upsample = (index: number, x: string): string => {
    const multiples = integers(`${numbered('Tile', index)}/multiples`, [4], [4, 1, 1, 1]);
    const block = integers(`${numbered('BatchToSpaceND', index)}/block_shape`, [2], [2, 2]);
    const crops = integers(`${numbered('BatchToSpaceND', index)}/crops`, [2, 2], [0, 0, 0, 0]);
    const tiled = put(numbered('Tile', index), 'Tile', [x, multiples], { Tmultiples: whole });
    return put(numbered('BatchToSpaceND', index), 'BatchToSpaceND', [tiled, block, crops], {
      ...{ Tblock_shape: whole, Tcrops: whole },
    });
  };

  const layers = 2 * channels.length;
  for (let layer = layers - 1; layer >= 0; layer--) scalar(`${numbered('LeakyRelu', layer)}/alpha`, 0.2);
  const input = 'latent_vector';
  const normed = pixelNorm(0, input, 1);
  const shape = integers(`${scope}Reshape/shape`, [4], [-1, 1, 1, latent]);
  const paddings = integers(`${scope}Pad/paddings`, [4, 2], [0, 0, 3, 3, 3, 3, 0, 0]);
  const reshaped = put(`${scope}Reshape`, 'Reshape', [normed, shape], { Tshape: whole });
  let x = put(`${scope}Pad`, 'Pad', [reshaped, paddings], { Tpaddings: whole });
  for (let layer = 0; layer < layers; layer++) {
    const block = layer >> 1;
    const isFirst = layer % 2 === 0;
    if (isFirst && block > 0) x = upsample(block - 1, x);
    const width = channels[block]!;
    const before = layer === 0 ? latent : isFirst ? channels[block - 1]! : width;
    const size = layer === 0 ? 4 : 3;
    const weights = kernel(`${numbered('Conv2D', layer)}/merged_input`, [size, size, before, width]);
    const bias = constant(`module/g_model/res_${block}/conv${layer % 2}/bias`, 'float32', [width], {
      from: -0.3,
      to: 0.3,
    });
    const convolved = convolve(numbered('mul', 2 * layer + 1), x, weights, layer === 0 ? 'VALID' : 'SAME');
    const sum = put(numbered('add', 2 * layer + 2), 'Add', [convolved, bias]);
    const leaky = numbered('LeakyRelu', layer);
    const less = put(`${leaky}/mul`, 'Mul', [`${leaky}/alpha`, sum]);
    x = pixelNorm(layer + 1, put(`${leaky}/Maximum`, 'Maximum', [less, sum]), 3);
  }
  // Values are centred in the range and sometimes exceed it, so that the clip has an effect.
  const last = channels.at(-1)!;
  const most = 0.6 / Math.sqrt(last);
  const toRgb = constant(`${numbered('Conv2D', layers)}/merged_input`, 'float32', [1, 1, last, 3], {
    ...{ from: -most, to: most },
  });
  const colour = constant(numbered('add', 2 * layers + 2), 'float32', [3], { values: [0.605, 0.465, 0.464] });
  const rgb = convolve(numbered('mul', 2 * layers + 1), x, toRgb, 'SAME');
  const picture = put(numbered('add', 2 * layers + 3), 'Add', [rgb, colour]);
  const clip = `${scope}clip_by_value_1`;
  const below = put(`${clip}/Minimum`, 'Minimum', [picture, scalar(`${clip}/Minimum/y`, 1)]);
  const output = put(clip, 'Maximum', [below, scalar(`${clip}/y`, 0)]);
  const placeholder = {
    ...{ name: input, op: 'Placeholder' },
    attr: { dtype: float, shape: { shape: dims([-1, latent]) } },
  };
  return {
    ...{ constants, input, output },
    nodes: [...constants.map(constNode), placeholder, ...nodes],
    resolution: 4 * 2 ** (channels.length - 1),
  };
}

function constNode({ name, shape, dtype }: PublishedConstant): object {
  const type = dtype === 'float32' ? 'DT_FLOAT' : 'DT_INT32';
  return {
    ...{ name, op: 'Const' },
    attr: { dtype: { type }, value: { tensor: { dtype: type, tensorShape: dims(shape) } } },
  };
}
