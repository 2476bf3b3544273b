/**
 * The backward pass of one convolution on a device, using weights packed for the forward pass, compared with the
 * definition in double precision.
 */
import { gaussians } from '../../../testing/gaussians.ts';
import { convolveBack } from '../../progan/testing/referenceGradient.ts';
import { convolutionKernel } from '../kernels/convolution.ts';
import type { LayerPlace } from '../kernels/kernel.ts';
import { packKernel } from '../kernels/pack.ts';
import { halfOf, widened } from './halves.ts';
import { type LayerCase, padded, pipelineOf, run } from './layer.ts';

const anyPlace = { slope: 0.2, epsilon: 1e-8, sourceParts: 1, head: false };

/**
 * Checks a backward pass.
 * @param test the layer in forward direction, and its forward variant, by which the weights are packed; the backward pass
 * uses the same variant with float32 products.
 * @returns the largest difference. @throws Error with the device's message if the kernel is refused.
 */
export async function checkBackLayer(device: GPUDevice, test: LayerCase): Promise<number> {
  const { shape, variant, storage, images = 1 } = test;
  const { from, to, size, up } = shape;
  const side = up ? size / 2 : size;
  const next = gaussians(test.seed ?? 12);
  const values = (count: number, deviation = 1) =>
    Float32Array.from({ length: count }, () => next() * deviation);
  const kernel = values(9 * from * to, Math.sqrt((up ? 0.5 : 2) / (9 * to)));
  const gradients = Array.from({ length: images }, () => values(size * size * to));
  const forward = convolutionKernel(shape, { ...anyPlace, storage }, variant);
  const pack = packKernel(forward.packing, storage);
  const place: LayerPlace = { ...anyPlace, storage, back: forward.packing };
  const way = variant.kind === 'tiled' ? { ...variant, half: false } : variant;
  const back = convolutionKernel({ up: false, down: up, size: side, from: to, to: from }, place, way);

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
  const wide = Math.ceil(from / 4);
  const outBytes = images * side * side * wide * (storage === 'f16' ? 8 : 16);
  const [raw, weights, result] = [buffer(kernel), buffer(pack.bytes), buffer(outBytes)];
  const sources = gradients.map((gradient) => padded(gradient, to));
  const source = new Float32Array(sources.flatMap((one) => [...one]));
  device.pushErrorScope('validation');
  const [packing, pipeline] = await Promise.all([
    pipelineOf(device, pack.code),
    pipelineOf(device, back.code),
  ]);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  run(
    device,
    pass,
    packing,
    [
      [0, raw],
      [1, weights],
    ],
    [...pack.workgroups, 1],
  );
  run(
    device,
    pass,
    pipeline,
    [
      [0, buffer(stored(source))],
      [2, weights],
      [4, result],
    ],
    [...back.workgroups, images],
  );
  pass.end();
  const output = device.createBuffer({
    size: outBytes,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  owned.push(output);
  encoder.copyBufferToBuffer(result, 0, output, 0, outBytes);
  device.queue.submit([encoder.finish()]);
  const refused = await device.popErrorScope();
  if (refused) throw new Error(refused.message);
  await output.mapAsync(GPUMapMode.READ);
  const bytes = output.getMappedRange().slice(0);
  const found = storage === 'f16' ? widened(new Uint16Array(bytes)) : new Float32Array(bytes);
  for (const one of owned) one.destroy();

  let largest = 0;
  gradients.forEach((gradient, image) => {
    const d = { size, channels: to, data: Float64Array.from(gradient) };
    convolveBack(d, kernel, from, up).data.forEach((value, i) => {
      const at = (image * side * side + Math.floor(i / from)) * wide * 4 + (i % from);
      const difference = Math.abs(found[at]! - value);
      if (!(difference <= largest)) largest = difference;
    });
  });
  return largest;
}
