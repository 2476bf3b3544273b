/** Puts a bundle's weights on the GPU. They are uploaded and transformed there once, and no copy remains on the CPU. */
import { ZscapeError } from '../../../base/errors.ts';
import type { Weight, Weights } from '../../../bundle/read/weights.ts';
import { foldedHead, weightsOf } from '../progan/weights.ts';
import { floatsOf, type KernelPlan, type PlannedHead, type PlannedLayer } from './kernelPlan.ts';
import { quadsOf } from './kernels/kernel.ts';
import { packKernel } from './kernels/pack.ts';

/** Creates pipelines; the same code gives the same pipeline. */
export type Compile = (code: string) => Promise<GPUComputePipeline>;

export interface LayerBuffers {
  weights: GPUBuffer;
  bias: GPUBuffer;
}

/** The largest number that float16 represents. */
const LARGEST_HALF = 65_504;
/** Kernels whose values are all below this would lose digits in float16, whose steps are constant below 6e-5. */
const SMALLEST_KERNEL = 1e-3;
/** A scheme's weights are sums of up to nine taps. */
const TAPS = 9;

/**
 * Finds the largest absolute value of a weight.
 * @throws ENGINE_FAILED for a value that is not finite, which every GPU treats differently.
 */
function largestOf(name: string, { data }: Weight): number {
  let largest = 0;
  for (const value of data) {
    const size = Math.abs(value);
    if (!(size <= largest)) largest = size; // NaN is kept once found
    if (Number.isNaN(largest)) break;
  }
  if (Number.isFinite(largest)) return largest;
  throw new ZscapeError(
    'ENGINE_FAILED',
    `The weight ${name} holds numbers that are not finite, which a GPU cannot compute with.`,
  );
}

/** Thrown for a kernel that float16 cannot represent, or only roughly, so the network has to be stored in float32. */
export class UnfitForHalf extends Error {}

/**
 * Uploads and transforms the weights of all layers. @param own registers each buffer that is kept @throws BUNDLE_INVALID
 */
export async function uploadLayers(
  device: GPUDevice,
  weights: Weights,
  plan: KernelPlan,
  compile: Compile,
  own: (buffer: GPUBuffer) => GPUBuffer,
): Promise<LayerBuffers[]> {
  const packs = plan.layers.map(({ kernel }) => packKernel(kernel.packing, plan.storage));
  const pipelines = await Promise.all(packs.map(({ code }) => compile(code)));
  const largest = Math.max(...plan.layers.map((planned) => 4 * floatsOf(planned)));
  const staging = device.createBuffer({
    label: 'staging',
    size: largest,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  const upload = ({ layer }: PlannedLayer, i: number): LayerBuffers => {
    const { names } = layer;
    const { bytes, workgroups } = packs[i]!;
    const { kernel, bias } = weightsOf(weights, layer);
    const size = largestOf(names.kernel, kernel);
    const unfit = TAPS * size > LARGEST_HALF || (size > 0 && size < SMALLEST_KERNEL);
    if (plan.storage === 'f16' && unfit) throw new UnfitForHalf(names.kernel);
    device.queue.writeBuffer(staging, 0, kernel.data);
    const packed = own(
      device.createBuffer({ label: names.kernel, size: bytes, usage: GPUBufferUsage.STORAGE }),
    );
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipelines[i]!);
    pass.setBindGroup(
      0,
      bindGroup(device, pipelines[i]!, [
        [0, staging],
        [1, packed],
      ]),
    );
    pass.dispatchWorkgroups(...workgroups);
    pass.end();
    device.queue.submit([encoder.finish()]);
    largestOf(names.bias, bias);
    return { weights: packed, bias: own(filled(device, names.bias, bias.data, 4 * quadsOf(layer.to))) };
  };
  try {
    return plan.layers.map(upload);
  } finally {
    staging.destroy(); // queued work can still use it
  }
}

/** Uploads a head: its weights [3, input channels], padded to quads, and its bias [4]. @throws BUNDLE_INVALID */
export function uploadHead(
  device: GPUDevice,
  weights: Weights,
  { head }: PlannedHead,
): { colours: GPUBuffer; bias: GPUBuffer } {
  const { names, from, channels } = head;
  const { kernel, bias } = weightsOf(weights, head);
  largestOf(names.kernel, kernel);
  largestOf(names.bias, bias);
  const folded = foldedHead(weights, head);
  const wide = 4 * quadsOf(from);
  const colours = new Float32Array(3 * wide);
  folded.kernel.forEach((value, i) => {
    colours[(i % channels) * wide + Math.floor(i / channels)] = value;
  });
  return {
    colours: filled(device, names.kernel, colours, 3 * wide),
    bias: filled(device, names.bias, folded.bias, 4),
  };
}

/** Makes a storage buffer with the values, padded with zeros. */
function filled(
  device: GPUDevice,
  label: string,
  data: Float32Array<ArrayBuffer>,
  length: number,
): GPUBuffer {
  const buffer = device.createBuffer({
    label,
    size: 4 * length,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

/** Binds buffers to the first group of a pipeline. */
export function bindGroup(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  buffers: readonly (readonly [binding: number, buffer: GPUBuffer])[],
): GPUBindGroup {
  const entries = buffers.map(([binding, buffer]) => ({ binding, resource: { buffer } }));
  return device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
}
