/** One layer on a device: packed, run, read back, and compared with the definition in double precision. */
import { gaussians } from '../../../testing/gaussians.ts';
import { activate, convolve } from '../../progan/testing/reference.ts';
import { convolutionKernel } from '../kernels/convolution.ts';
import { type LayerPlace, type LayerShape, quadsOf, type Storage, type Variant } from '../kernels/kernel.ts';
import { packKernel } from '../kernels/pack.ts';
import { halfOf, widened } from './halves.ts';

export interface LayerCase {
  shape: LayerShape;
  variant: Variant;
  storage: Storage;
  images?: number;
  seed?: number;
}

interface LayerErrors {
  /** Largest differences from the definition: of the output, and of the mean square over channels. */
  output: number;
  square: number;
}

const SLOPE = 0.2;
const EPSILON = 1e-8;
/** More than one partial sum of the source, to check their addition. */
const PARTS = 2;

/** Checks one layer. @throws Error with the device's message if the kernel is refused. */
export async function checkLayer(device: GPUDevice, test: LayerCase): Promise<LayerErrors> {
  const { shape, variant, storage, images = 1 } = test;
  const { from, to, size, up } = shape;
  const side = up ? size / 2 : size;
  const next = gaussians(test.seed ?? 11);
  const values = (count: number, deviation = 1) =>
    Float32Array.from({ length: count }, () => next() * deviation);
  const kernel = values(9 * from * to, Math.sqrt(2 / (9 * from)));
  const bias = values(to, 0.1);
  const pictures = Array.from({ length: images }, () => values(side * side * from, 1.5));

  const place: LayerPlace = {
    storage,
    slope: SLOPE,
    epsilon: EPSILON,
    sourceParts: PARTS,
    head: false,
  };
  const made = convolutionKernel(shape, place, variant);
  const pack = packKernel(made.packing, storage);
  const owned: GPUBuffer[] = [];
  const buffer = (content: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | number) => {
    const bytes = typeof content === 'number' ? content : content.byteLength;
    const made = device.createBuffer({
      size: Math.ceil(bytes / 16) * 16,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
    });
    if (typeof content !== 'number') device.queue.writeBuffer(made, 0, content);
    owned.push(made);
    return made;
  };
  const stored = (data: Float32Array<ArrayBuffer>) => (storage === 'f16' ? halfOf(data) : data);
  const wide = quadsOf(to);
  const outBytes = images * size * size * wide * (storage === 'f16' ? 8 : 16);
  const raw = buffer(kernel);
  const weights = buffer(pack.bytes);
  const result = buffer(outBytes);
  const sums = buffer(4 * images * made.parts * size * size);
  const quads = pictures.map((picture) => padded(picture, from));
  const buffers = [
    buffer(stored(joined(quads))),
    buffer(joined(pictures.map((picture) => squaresOf(picture, from)))),
    weights,
    buffer(padded(bias, to)),
    result,
    sums,
  ];
  device.pushErrorScope('validation');
  const [packing, pipeline] = await Promise.all([
    pipelineOf(device, pack.code),
    pipelineOf(device, made.code),
  ]);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  run(device, pass, packing, [raw, weights].entries(), [...pack.workgroups, 1]);
  run(device, pass, pipeline, buffers.entries(), [...made.workgroups, images]);
  pass.end();
  const outputs = device.createBuffer({
    size: outBytes + sums.size,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  owned.push(outputs);
  encoder.copyBufferToBuffer(result, 0, outputs, 0, outBytes);
  encoder.copyBufferToBuffer(sums, 0, outputs, outBytes, sums.size);
  device.queue.submit([encoder.finish()]);
  const refused = await device.popErrorScope();
  if (refused) throw new Error(refused.message);
  await outputs.mapAsync(GPUMapMode.READ);
  const bytes = outputs.getMappedRange().slice(0);
  const found =
    storage === 'f16'
      ? widened(new Uint16Array(bytes, 0, outBytes / 2))
      : new Float32Array(bytes, 0, outBytes / 4);
  const squares = new Float32Array(bytes, outBytes);
  for (const one of owned) one.destroy();

  const errors = { output: 0, square: 0 };
  const worse = (a: number, b: number) => (a - b > 0 || Number.isNaN(a) ? a : b);
  pictures.forEach((picture, image) => {
    const x = { size: side, channels: from, data: normalised(picture, from) };
    const y = convolve(x, kernel, bias, up).data.map((value) => (value > 0 ? value : SLOPE * value));
    for (let at = 0; at < size * size; at++) {
      let square = 0;
      for (let c = 0; c < to; c++) {
        const value = y[at * to + c]!;
        square += value * value;
        const got = found[((image * size * size + at) * wide + Math.floor(c / 4)) * 4 + (c % 4)]!;
        errors.output = worse(Math.abs(got - value), errors.output);
      }
      let sum = 0;
      for (let part = 0; part < made.parts; part++)
        sum += squares[(image * made.parts + part) * size * size + at]!;
      errors.square = worse(Math.abs(sum - square) / to, errors.square);
    }
  });
  return errors;
}

/** Creates a pipeline. @throws GPUPipelineError with the compiler's message. */
export function pipelineOf(device: GPUDevice, code: string): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ code });
  return device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } });
}

export function run(
  device: GPUDevice,
  pass: GPUComputePassEncoder,
  pipeline: GPUComputePipeline,
  buffers: Iterable<readonly [binding: number, buffer: GPUBuffer]>,
  [x = 1, y = 1, z = 1]: readonly number[],
): void {
  const entries = [...buffers].map(([binding, buffer]) => ({ binding, resource: { buffer } }));
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(x, y, z);
}

function normalised(data: Float32Array, channels: number): Float64Array {
  return activate({ size: 0, channels, data: Float64Array.from(data) }, 1, EPSILON).data;
}

/** Sums of squares of each pixel [part, pixel], divided unevenly. */
function squaresOf(data: Float32Array, channels: number): Float32Array<ArrayBuffer> {
  const pixels = data.length / channels;
  const out = new Float32Array(PARTS * pixels);
  data.forEach((value, i) => {
    out[(i % channels < channels / 3 ? 0 : pixels) + Math.floor(i / channels)]! += value * value;
  });
  return out;
}

/** Returns [n, channels] with the channels padded to fours by zeros. */
export function padded(data: Float32Array, channels: number): Float32Array<ArrayBuffer> {
  const wide = 4 * quadsOf(channels);
  const out = new Float32Array((data.length / channels) * wide);
  data.forEach((value, i) => {
    out[Math.floor(i / channels) * wide + (i % channels)] = value;
  });
  return out;
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const out = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
