/** Measures the time of a layer on this device, by each of its variants. */
import { convolutionKernel } from './kernels/convolution.ts';
import { type LayerShape, quadBytes, quadsOf, type Storage, type Variant } from './kernels/kernel.ts';
import { bindGroup } from './weights.ts';

/** Dispatches that are measured together, after a first one that only warms up. */
const REPEATS = 4;
/** The same without the GPU's own clock: enough that the round trip to the GPU hardly counts. */
const REPEATS_BY_CLOCK = 16;
/** Partial sums of the source, as a wide layer with tiles of 32 channels produces them. */
const PARTS = 16;

export interface Measured {
  variant: Variant;
  ms: number;
}

/**
 * Measures the variants of a layer.
 * @param stopped whether the result is no longer wanted; checked before the device is given work.
 * @returns those that compile, each with the milliseconds of one dispatch, quickest first; none if it was stopped.
 */
export async function measureLayer(
  device: GPUDevice,
  shape: LayerShape,
  storage: Storage,
  variants: readonly Variant[],
  stopped: () => boolean = () => false,
): Promise<Measured[]> {
  const place = { storage, slope: 0.2, epsilon: 1e-8, sourceParts: PARTS, head: false };
  const tried = await Promise.all(
    variants.map(async (variant) => {
      const kernel = convolutionKernel(shape, place, variant);
      try {
        const module = device.createShaderModule({ code: kernel.code });
        const compute = { module, entryPoint: 'main' };
        return {
          variant,
          kernel,
          pipeline: await device.createComputePipelineAsync({ layout: 'auto', compute }),
        };
      } catch {
        return undefined; // the driver refuses this variant; others remain
      }
    }),
  );
  const contestants = tried.filter((one) => one !== undefined);
  if (contestants.length === 0 || stopped()) return [];

  const owned: GPUBuffer[] = [];
  const take = (size: number, usage: number = GPUBufferUsage.STORAGE) => {
    const buffer = device.createBuffer({ size, usage });
    owned.push(buffer);
    return buffer;
  };
  const side = shape.up ? shape.size / 2 : shape.size;
  const bytes = quadBytes(storage);
  const pixels = shape.size ** 2;
  const buffers = [
    take(side ** 2 * quadsOf(shape.from) * bytes),
    take(4 * PARTS * side ** 2),
    take(bytes * Math.max(...contestants.map(({ kernel }) => kernel.packing.quads))),
    take(16 * quadsOf(shape.to)),
    take(pixels * quadsOf(shape.to) * bytes),
    take(4 * pixels * Math.max(...contestants.map(({ kernel }) => kernel.parts))),
  ];
  const work = contestants.map(({ kernel, pipeline }) => {
    const group = bindGroup(
      device,
      pipeline,
      buffers.map((buffer, i) => [i, buffer]),
    );
    return (pass: GPUComputePassEncoder, times: number) => {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      for (let i = 0; i < times; i++) pass.dispatchWorkgroups(...kernel.workgroups, 1);
    };
  });
  try {
    const times = device.features.has('timestamp-query')
      ? await byTimestamps(device, work, take)
      : await byClock(device, work, stopped);
    if (stopped()) return [];
    return contestants
      .map(({ variant }, i) => ({ variant, ms: times[i]! }))
      .filter(({ ms }) => ms > 0) // the clock stood still
      .sort((a, b) => a.ms - b.ms);
  } finally {
    for (const buffer of owned) buffer.destroy();
  }
}

type Work = (pass: GPUComputePassEncoder, times: number) => void;

async function byTimestamps(
  device: GPUDevice,
  work: readonly Work[],
  take: (size: number, usage: number) => GPUBuffer,
): Promise<number[]> {
  const count = 2 * work.length;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  try {
    const resolved = take(8 * count, GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC);
    const read = take(8 * count, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
    const encoder = device.createCommandEncoder();
    work.forEach((dispatch, i) => {
      const warm = encoder.beginComputePass();
      dispatch(warm, 1);
      warm.end();
      const timestampWrites = { querySet, beginningOfPassWriteIndex: 2 * i, endOfPassWriteIndex: 2 * i + 1 };
      const pass = encoder.beginComputePass({ timestampWrites });
      dispatch(pass, REPEATS);
      pass.end();
    });
    encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, read, 0, 8 * count);
    device.queue.submit([encoder.finish()]);
    await read.mapAsync(GPUMapMode.READ);
    const stamps = new BigUint64Array(read.getMappedRange());
    return work.map((_, i) => Number(stamps[2 * i + 1]! - stamps[2 * i]!) / 1e6 / REPEATS);
  } finally {
    querySet.destroy();
  }
}

async function byClock(device: GPUDevice, work: readonly Work[], stopped: () => boolean): Promise<number[]> {
  const times: number[] = [];
  for (const dispatch of work) {
    if (stopped()) break;
    const run = (repeats: number) => {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      dispatch(pass, repeats);
      pass.end();
      device.queue.submit([encoder.finish()]);
      return device.queue.onSubmittedWorkDone();
    };
    await run(1);
    const began = performance.now();
    await run(REPEATS_BY_CLOCK);
    times.push((performance.now() - began) / REPEATS_BY_CLOCK);
  }
  return times;
}
