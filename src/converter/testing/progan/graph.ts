/** The graph of a ProGAN generator as the public code's functions build it, node for node (compare fixtures/hub_a). */
import { attr, type GraphWriter } from '../write/graph.ts';
import { type ProgressOptions, type ReadVariable, writeProgress } from './progress.ts';
import { blockScope, kernelShape, type ProganLayout, runtimeScale, scope } from './weights.ts';

export interface ProganGraphOptions extends ProgressOptions {
  readonly activation?: 'maximum' | 'leaky_relu';
  readonly upsample?: 'tile' | 'resize';
  /** Clips the output, as progan-128 does to [0, 1]. */
  readonly clip?: readonly [number, number];
}

export const latentNode = 'latent_vector';
export const outputNode = 'output';
const float = { T: attr.type('float32') };

/** Adds everything from the placeholder to the output. */
export class ProganGraphWriter {
  readonly #graph: GraphWriter;
  readonly #layout: ProganLayout;
  readonly #options: ProganGraphOptions;
  readonly #read: ReadVariable;

  constructor(graph: GraphWriter, layout: ProganLayout, options: ProganGraphOptions, read: ReadVariable) {
    this.#graph = graph;
    this.#layout = layout;
    this.#options = options;
    this.#read = read;
  }

  write(): void {
    const { latent, channels } = this.#layout;
    this.#graph.add('Placeholder', latentNode, [], {
      dtype: attr.type('float32'),
      shape: attr.shape([-1, latent]),
    });
    const progress = writeProgress(this.#graph, channels.length - 1, this.#options, this.#read);
    let x = this.#latentImage(this.#flatten());
    const features: string[] = [];
    for (let block = 1; block <= channels.length; block++) {
      if (block > 1) x = this.#upsample(blockScope(block), x, 2, 4 * 2 ** (block - 1));
      for (const layer of ['conv0', 'conv1'] as const) x = this.#convolution(block, layer, x);
      features.push(x);
    }
    const heads = features.map((feature, i) => this.#head(i + 1, feature, progress));
    const sum = this.#graph.add('AddN', `${scope}/AddN`, heads, { N: attr.int(heads.length), ...float });
    this.#graph.add('Identity', outputNode, [this.#clipped(sum)], float);
  }

  get #shapeType(): 'int32' | 'int64' {
    return this.#options.era === 'tf1.7' ? 'int64' : 'int32';
  }

  #plus(name: string, a: string, b: string): string {
    return this.#graph.add(this.#options.era === 'tf1.7' ? 'Add' : 'AddV2', name, [a, b], float);
  }

  #binary(op: string, name: string, a: string, b: string): string {
    return this.#graph.add(op, name, [a, b], float);
  }

  #flatten(): string {
    const name = `${scope}/input/flatten`;
    const { latent } = this.#layout;
    if (this.#options.era !== 'tf1.7') {
      const shape = this.#graph.ints(`${name}/shape`, [-1, latent], 'int32');
      return this.#reshape(name, latentNode, shape, 'int32');
    }
    const types = { T: attr.type('float32'), out_type: attr.type('int32') };
    const shape = this.#graph.add('Shape', `${name}/Shape`, [latentNode], types);
    const ends = (['stack', 'stack_1', 'stack_2'] as const).map((end, i) =>
      this.#graph.ints(`${name}/strided_slice/${end}`, [i === 0 ? 0 : 1], 'int32'),
    );
    const batch = this.#graph.add('StridedSlice', `${name}/strided_slice`, [shape, ...ends], {
      T: attr.type('int32'),
      Index: attr.type('int32'),
      begin_mask: attr.int(0),
      end_mask: attr.int(0),
      ellipsis_mask: attr.int(0),
      new_axis_mask: attr.int(0),
      shrink_axis_mask: attr.int(1),
    });
    const rest = this.#graph.ints(`${name}/Reshape/shape/1`, [-1], 'int32', []);
    const packed = this.#graph.add('Pack', `${name}/Reshape/shape`, [batch, rest], {
      N: attr.int(2),
      T: attr.type('int32'),
      axis: attr.int(0),
    });
    return this.#reshape(`${name}/Reshape`, latentNode, packed, 'int32');
  }

  #reshape(name: string, x: string, shape: string, dtype: 'int32' | 'int64'): string {
    return this.#graph.add('Reshape', name, [x, shape], { ...float, Tshape: attr.type(dtype) });
  }

  /** Turns [batch, latent] into the normalised [batch, 1, 1, latent], padded to [batch, 7, 7, latent]. */
  #latentImage(flat: string): string {
    const name = blockScope(1);
    const expand = (node: string, x: string) => {
      const dim = this.#graph.ints(`${node}/dim`, [1], 'int32', []);
      return this.#graph.add('ExpandDims', node, [x, dim], { ...float, Tdim: attr.type('int32') });
    };
    const image = expand(`${name}/ExpandDims_1`, expand(`${name}/ExpandDims`, flat));
    const normal = this.#pixelNorm(name, image, ['Square', 'Mean', 'add', 'Rsqrt', 'mul']);
    const paddings = this.#graph.ints(
      `${name}/Pad/paddings`,
      [0, 0, 3, 3, 3, 3, 0, 0],
      this.#shapeType,
      [4, 2],
    );
    return this.#graph.add('Pad', `${name}/Pad`, [normal, paddings], {
      ...float,
      Tpaddings: attr.type(this.#shapeType),
    });
  }

  /** Adds a pixel norm. @param names of its five nodes below `name`. */
  #pixelNorm(name: string, x: string, [square, mean, add, rsqrt, mul]: readonly string[]): string {
    const squared = this.#graph.add('Square', `${name}/${square}`, [x], float);
    const axis = this.#graph.ints(`${name}/${mean}/reduction_indices`, [3], 'int32', []);
    const average = this.#graph.add('Mean', `${name}/${mean}`, [squared, axis], {
      ...float,
      Tidx: attr.type('int32'),
      keep_dims: attr.bool(true),
    });
    const sum = this.#plus(`${name}/${add}`, average, this.#graph.floats(`${name}/${add}/y`, 1e-8));
    const inverse = this.#graph.add('Rsqrt', `${name}/${rsqrt}`, [sum], float);
    return this.#binary('Mul', `${name}/${mul}`, x, inverse);
  }

  /** Adds convolution, scale, bias, leaky ReLU and pixel norm. */
  #convolution(block: number, layer: 'conv0' | 'conv1', x: string): string {
    const name = `${blockScope(block)}/${layer}`;
    const padding = block === 1 && layer === 'conv0' ? 'VALID' : 'SAME';
    const sum = this.#scaledConv(block, layer, name, x, padding);
    return this.#pixelNorm(name, this.#leakyRelu(name, sum), ['Square', 'Mean', 'add_1', 'Rsqrt', 'mul_2']);
  }

  #scaledConv(
    block: number,
    layer: 'conv0' | 'conv1' | 'to_rgb',
    name: string,
    x: string,
    padding: string,
  ): string {
    const variables = `${blockScope(block)}/${layer}`;
    const shape = kernelShape(this.#layout, block, layer);
    const kernel = this.#read(`${variables}/conv2d/kernel`, shape, 'float32');
    const old = this.#options.era === 'tf1.7';
    const conv = this.#graph.add('Conv2D', `${name}/Conv2D_1`, [x, kernel], {
      ...float,
      strides: attr.ints([1, 1, 1, 1]),
      padding: attr.text(padding),
      data_format: attr.text('NHWC'),
      use_cudnn_on_gpu: attr.bool(true),
      dilations: attr.ints([1, 1, 1, 1]),
      // Introduced by TensorFlow 1.13.
      ...(old ? {} : { explicit_paddings: attr.ints([]) }),
    });
    const scale = this.#graph.floats(`${name}/mul/x`, Math.fround(runtimeScale(shape, layer)));
    const scaled = this.#binary('Mul', `${name}/mul`, scale, conv);
    return this.#plus(`${name}/add`, scaled, this.#read(`${variables}/bias`, [shape[3]!], 'float32'));
  }

  #leakyRelu(name: string, x: string): string {
    if (this.#options.activation === 'leaky_relu') {
      const alpha = { value: { case: 'f' as const, value: 0.2 } };
      return this.#graph.add('LeakyRelu', `${name}/LeakyRelu`, [x], { ...float, alpha });
    }
    const slope = this.#graph.floats(`${name}/mul_1/x`, 0.2);
    return this.#binary('Maximum', `${name}/Maximum`, this.#binary('Mul', `${name}/mul_1`, slope, x), x);
  }

  /** Adds an upsampling. @param size in pixels after it. */
  #upsample(name: string, x: string, factor: number, size: number): string {
    if (this.#options.upsample === 'resize') {
      const pixels = this.#graph.ints(`${name}/ResizeNearestNeighbor/size`, [size, size], 'int32');
      return this.#graph.add('ResizeNearestNeighbor', `${name}/ResizeNearestNeighbor`, [x, pixels], {
        ...float,
        align_corners: attr.bool(false),
        ...(this.#options.era === 'tf1.7' ? {} : { half_pixel_centers: attr.bool(false) }),
      });
    }
    const type = this.#shapeType;
    const multiples = this.#graph.ints(`${name}/Tile/multiples`, [factor * factor, 1, 1, 1], type);
    const tiled = this.#graph.add('Tile', `${name}/Tile`, [x, multiples], {
      ...float,
      Tmultiples: attr.type(type),
    });
    const blockShape = this.#graph.ints(`${name}/BatchToSpaceND/block_shape`, [factor, factor], type);
    const crops = this.#graph.ints(`${name}/BatchToSpaceND/crops`, [0, 0, 0, 0], type, [2, 2]);
    return this.#graph.add('BatchToSpaceND', `${name}/BatchToSpaceND`, [tiled, blockShape, crops], {
      ...float,
      Tblock_shape: attr.type(type),
      Tcrops: attr.type(type),
    });
  }

  /** Adds a head for a resolution, weighted by how near the progress is to it. */
  #head(block: number, x: string, progress: string): string {
    const name = `${blockScope(block)}_1`;
    const factor = 2 ** (this.#layout.channels.length - block);
    const rgb = this.#scaledConv(block, 'to_rgb', `${name}/to_rgb`, x, 'SAME');
    const large =
      factor === 1 ? rgb : this.#upsample(name, rgb, factor, 4 * 2 ** (this.#layout.channels.length - 1));
    const rising = this.#binary(
      'Sub',
      `${name}/sub`,
      progress,
      this.#graph.floats(`${name}/sub/y`, block - 2),
    );
    const falling = this.#binary(
      'Sub',
      `${name}/sub_1`,
      this.#graph.floats(`${name}/sub_1/x`, block),
      progress,
    );
    const nearest = this.#binary('Minimum', `${name}/Minimum`, rising, falling);
    const zero = this.#graph.floats(`${name}/Maximum/x`, 0);
    return this.#binary(
      'Mul',
      `${name}/mul`,
      large,
      this.#binary('Maximum', `${name}/Maximum`, zero, nearest),
    );
  }

  #clipped(x: string): string {
    const { clip } = this.#options;
    if (clip === undefined) return x;
    const upper = this.#binary('Minimum', 'clip/Minimum', x, this.#graph.floats('clip/Minimum/y', clip[1]));
    return this.#binary('Maximum', 'clip', upper, this.#graph.floats('clip/y', clip[0]));
  }
}
