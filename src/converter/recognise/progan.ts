/** Recognises a Progressive GAN generator (Karras et al. 2018) by its structure. Names do not matter. */
import type { ProganGenerator } from '../../bundle/schema/manifest.ts';
import { type Graph, type Ref, sameRef } from '../graph/graph.ts';
import { type Shapes, shapesOf } from '../shapes/shapesOf.ts';
import {
  type Convolution,
  matchBias,
  matchConvolution,
  matchLeakyRelu,
  matchPad,
  matchPixelNorm,
  matchUpsample,
} from './match.ts';
import { matchPicture, type PictureStep } from './pictureSteps.ts';

export interface RecognisedProgan {
  readonly generator: ProganGenerator;
  readonly latentSize: number;
  readonly resolution: number;
  readonly channels: number;
  readonly picture: PictureStep;
  /**
   * The output of each block (after conv1's pixel norm), from low to high resolution: the points where heads are
   * attached.
   */
  readonly trunk: readonly { readonly resolution: number; readonly at: Ref }[];
}

interface Layer extends Convolution {
  readonly bias: string;
  readonly slope: number;
  readonly epsilon: number;
}

/** Recognises a ProGAN. Returns undefined for any other network, which is then kept as a graph. */
export function recogniseProgan(graph: Graph): RecognisedProgan | undefined {
  const [output] = graph.outputs;
  const [input] = graph.inputs;
  if (output === undefined || input === undefined || graph.inputs.length !== 1) return undefined;
  const picture = matchPicture(graph, output.ref);
  const head = picture.exact ? matchHead(graph, picture.x) : undefined;
  if (head === undefined) return undefined;
  const shapes = shapesOf(graph);
  const body = matchBody(graph, shapes, head.x);
  if (body === undefined) return undefined;
  const latent = matchLatent(graph, shapes, body.z);
  if (latent === undefined || latent.node !== input.node) return undefined;
  const [first, ...others] = body.blocks.flatMap((block) => [block.conv0, block.conv1]);
  if (others.some((layer) => layer.slope !== first!.slope || layer.epsilon !== first!.epsilon))
    return undefined;
  const latentSize = body.blocks[0]!.conv0.kernel.shape[2]!;
  if (shapes.shape({ node: input.node, output: 0 })?.join() !== `-1,${latentSize}`) return undefined;
  const weights = ({ kernelName, bias }: Layer) => ({ kernel: kernelName, bias });
  const generator: ProganGenerator = {
    family: 'progan',
    input: input.node,
    output: output.ref.node,
    latentNorm: latent.epsilon === undefined ? null : { epsilon: latent.epsilon },
    pixelNorm: { epsilon: first!.epsilon },
    leakySlope: first!.slope,
    blocks: body.blocks.map(({ resolution, conv0, conv1, at }) => ({
      resolution,
      channels: conv1.kernel.shape[3]!,
      conv0: weights(conv0),
      conv1: weights(conv1),
      output: at.node,
    })),
    toRgb: {
      kernel: head.kernelName,
      bias: head.bias,
      scale: picture.scale,
      offset: picture.offset,
      clip: picture.clip === null ? null : [...picture.clip],
    },
  };
  return {
    generator,
    latentSize,
    resolution: body.blocks.at(-1)!.resolution,
    channels: head.kernel.shape[3]!,
    picture,
    trunk: body.blocks.map(({ resolution, at }) => ({ resolution, at })),
  };
}

/** Matches a 1x1 convolution with bias to 1 or 3 channels. */
export function matchHead(graph: Graph, at: Ref): (Convolution & { bias: string }) | undefined {
  const biased = matchBias(graph, at);
  const convolution = biased && matchConvolution(graph, biased.x);
  if (biased === undefined || convolution === undefined) return undefined;
  const [height, width, , channels] = convolution.kernel.shape;
  if (height !== 1 || width !== 1 || (channels !== 1 && channels !== 3)) return undefined;
  return biased.bias.shape.at(-1) === channels ? { ...convolution, bias: biased.name } : undefined;
}

interface Block {
  readonly resolution: number;
  readonly conv0: Layer;
  readonly conv1: Layer;
  readonly at: Ref;
}

/** Walks from the last block back to the padded latent. */
function matchBody(graph: Graph, shapes: Shapes, end: Ref): { blocks: Block[]; z: Ref } | undefined {
  const blocks: Block[] = [];
  for (let at = end; ; ) {
    const conv1 = matchLayer(graph, at);
    const conv0 = conv1 && isSame3x3(conv1) ? matchLayer(graph, conv1.x) : undefined;
    const [, height, width] = shapes.shape(at) ?? [];
    if (conv1 === undefined || conv0 === undefined || height !== width || !height || height < 1)
      return undefined;
    blocks.unshift({ resolution: height, conv0, conv1, at });
    const upsampled = matchUpsample(graph, conv0.x);
    if (upsampled !== undefined) {
      const [, before] = shapes.shape(upsampled.x) ?? [];
      const doubles = before !== undefined && upsampled.size.every((size) => size === 2 * before);
      if (!doubles || !isSame3x3(conv0) || height !== 2 * before) return undefined;
      at = upsampled.x;
      continue;
    }
    const padded = matchPad(graph, conv0.x);
    const [kernelHeight, kernelWidth] = conv0.kernel.shape;
    if (padded === undefined || conv0.padding !== 'VALID') return undefined;
    if (kernelHeight !== height || kernelWidth !== height || padded.by !== height - 1) return undefined;
    return shapes.shape(padded.x)?.slice(1, 3).join() === '1,1' ? { blocks, z: padded.x } : undefined;
  }
}

function isSame3x3({ kernel, padding }: Layer): boolean {
  return padding === 'SAME' && kernel.shape[0] === 3 && kernel.shape[1] === 3;
}

/** Matches pixelNorm(leakyRelu(conv + bias)). */
function matchLayer(graph: Graph, at: Ref): Layer | undefined {
  const norm = matchPixelNorm(graph, at, 4);
  const activation = norm && matchLeakyRelu(graph, norm.x);
  const biased = activation && matchBias(graph, activation.x);
  const convolution = biased && matchConvolution(graph, biased.x);
  if (norm === undefined || activation === undefined || biased === undefined || convolution === undefined) {
    return undefined;
  }
  if (biased.bias.shape.at(-1) !== convolution.kernel.shape[3]) return undefined;
  return { ...convolution, bias: biased.name, slope: activation.slope, epsilon: norm.epsilon };
}

const reshapes = new Set(['Reshape', 'ExpandDims', 'Squeeze', 'Identity']);

/** Walks from the [n, 1, 1, latent] picture of z back to the input, over reshapes and at most one pixel norm. */
function matchLatent(
  graph: Graph,
  shapes: Shapes,
  z: Ref,
): { node: string; epsilon: number | undefined } | undefined {
  const size = shapes.shape(z)?.at(-1);
  let epsilon: number | undefined;
  for (let at = z; ; ) {
    const node = graph.nodes.get(at.node);
    const shape = shapes.shape(at);
    if (node === undefined || shape === undefined) return undefined;
    if (graph.inputs.some((input) => sameRef(at, { node: input.node, output: 0 })))
      return { node: node.name, epsilon };
    // Every intermediate form of z keeps one latent vector per element of the batch in its last axis.
    if (shape.at(-1) !== size || shape.slice(1, -1).some((s) => s !== 1) || shape[0] !== -1) return undefined;
    if (reshapes.has(node.op) && node.inputs[0] !== undefined) {
      at = node.inputs[0];
      continue;
    }
    const norm = matchPixelNorm(graph, at, shape.length);
    if (norm === undefined || epsilon !== undefined) return undefined;
    epsilon = norm.epsilon;
    at = norm.x;
  }
}
