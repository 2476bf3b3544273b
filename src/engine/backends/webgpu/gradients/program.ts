/** The dispatches of a gradient at one resolution, bound to their buffers. */
import type { Network, Step } from '../network.ts';
import { bindGroup } from '../weights.ts';
import type { GradientPlan } from './plan.ts';

/** A dispatch with the multiplications of its products, for one image. */
export interface WeighedStep extends Step {
  products: number;
}

export interface GradientProgram {
  /** The most images that it computes together. */
  most: number;
  /** Computes the pictures to `values`, and keeps the values that `back` needs. */
  keep: readonly WeighedStep[];
  /** Computes `sums` from `gradient`, overwriting the kept values. */
  back: readonly WeighedStep[];
}

/** Inputs and outputs, in float32. */
export interface Ports {
  /** [image, latent padded to fours], normalised if the network does so. */
  latent: GPUBuffer;
  /** [image, height, width, channels]: the picture, and its gradient. */
  values: GPUBuffer;
  gradient: GPUBuffer;
  /** [image, pixel of the first picture, latent]: the sum over pixels is the gradient of `latent`. */
  sums: GPUBuffer;
  /** Mapped for reading, as large as the larger of `values` and `sums`. */
  readback: GPUBuffer;
}

/** Storage between the dispatches. */
export interface Places {
  /** One for each layer: its pixels, and finally their gradients. */
  pixels: readonly GPUBuffer[];
  squares: readonly GPUBuffer[];
  /** A gradient before norm and leaky ReLU. */
  between: GPUBuffer;
}

export type Made = { code: string; workgroups: readonly [number, number]; products: number };
type Binding = readonly [binding: number, buffer: GPUBuffer];

/** Lists all kernels of head number `index`. */
export function kernelsOf(plan: GradientPlan, index: number): Made[] {
  const { after, show, back } = plan.heads[index]!;
  return [
    ...plan.forward.slice(0, after),
    show,
    back,
    ...plan.back.slice(0, after - 1).flatMap(({ convolution, activation }) => [convolution, activation]),
    plan.dense,
  ];
}

/** Binds the kernels of head number `index`. @param of the network whose weights they read. */
export function programOf(
  device: GPUDevice,
  of: Network,
  plan: GradientPlan,
  index: number,
  { latent, values, gradient, sums, pixels, squares, between }: Ports & Places,
  pipelineOf: ReadonlyMap<Made, GPUComputePipeline>,
): Omit<GradientProgram, 'most'> {
  const step = (kernel: Made, bindings: readonly Binding[]): WeighedStep => {
    const pipeline = pipelineOf.get(kernel)!;
    const { workgroups, products } = kernel;
    return { pipeline, group: bindGroup(device, pipeline, bindings), workgroups, products };
  };
  const { head, after, show, back: headBack } = plan.heads[index]!;
  const forward = plan.forward.slice(0, after).map((kernel, i) => {
    const { weights, bias } = of.layers[i]!;
    const before: Binding[] = [
      [0, pixels[i - 1]!],
      [1, squares[(i + 1) % 2]!],
    ];
    const source: Binding[] = i === 0 ? [[0, latent]] : before;
    return step(kernel, [...source, [2, weights], [3, bias], [4, pixels[i]!], [5, squares[i % 2]!]]);
  });
  const back = plan.back.slice(0, after - 1).map(({ convolution, activation }, i) => [
    step(convolution, [
      [0, pixels[i + 1]!],
      [2, of.layers[i + 1]!.weights],
      [4, between],
    ]),
    step(activation, [
      [0, pixels[i]!],
      [1, between],
    ]),
  ]);
  const dense = step(plan.dense, [
    [0, pixels[0]!],
    [1, of.layers[0]!.weights],
    [2, sums],
  ]);
  // In the network, the full picture's head comes first.
  const { colours, bias } = of.heads[(index + 1) % plan.heads.length]!;
  const last = pixels[after - 1]!;
  const shown = step(show, [
    [0, last],
    [1, squares[(after + 1) % 2]!],
    [2, colours],
    [3, bias],
    [4, values],
  ]);
  const clipped: Binding[] = head.clip ? [[3, values]] : [];
  const begun = step(headBack, [[0, last], [1, gradient], [2, colours], ...clipped]);
  return { keep: [...forward, shown], back: [begun, ...back.toReversed().flat(), dense] };
}

/** Divides the dispatches into parts of at most `most` multiplications, or of one dispatch. */
export function partsOf(steps: readonly WeighedStep[], most: number): WeighedStep[][] {
  const parts: WeighedStep[][] = [];
  let products = Number.POSITIVE_INFINITY;
  for (const step of steps) {
    if (products + step.products > most) {
      parts.push([]);
      products = 0;
    }
    parts.at(-1)!.push(step);
    products += step.products;
  }
  return parts;
}
