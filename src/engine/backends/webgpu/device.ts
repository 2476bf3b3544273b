/** Opens the GPU device. TF.js would do it too, but assumes that one exists and never notices its loss. */
import { ZscapeError } from '../../../base/errors.ts';
import { type AdapterTraits, traitsOf } from '../probe.ts';

export interface Device {
  device: GPUDevice;
  info: GPUAdapterInfo;
  traits: AdapterTraits;
}

/** Limits whose defaults are too low for large models. */
const raised = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** Optional features, used if the adapter has them. */
const wished: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];

/** Opens the device. @throws BACKEND_UNAVAILABLE */
export async function openDevice(): Promise<Device> {
  if (!navigator.gpu) {
    const why = globalThis.isSecureContext
      ? 'This browser has no WebGPU.'
      : 'WebGPU needs a page served over https.';
    throw new ZscapeError('BACKEND_UNAVAILABLE', why);
  }
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    throw new ZscapeError('BACKEND_UNAVAILABLE', 'This browser found no GPU that WebGPU can use.');
  const requiredLimits: Record<string, number> = {};
  for (const name of raised) requiredLimits[name] = adapter.limits[name];
  const requiredFeatures = wished.filter((name) => adapter.features.has(name));
  try {
    const device = await adapter.requestDevice({ requiredLimits, requiredFeatures });
    return { device, info: adapter.info, traits: traitsOf(adapter) };
  } catch (cause) {
    throw new ZscapeError('BACKEND_UNAVAILABLE', 'The GPU could not be opened for WebGPU.', { cause });
  }
}

/**
 * Runs `work` and throws any error that the GPU reports about it.
 * @throws OUT_OF_MEMORY, ENGINE_FAILED
 */
export async function guarded<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  const filters: GPUErrorFilter[] = ['internal', 'validation', 'out-of-memory'];
  for (const filter of filters) device.pushErrorScope(filter);
  let value: T | undefined;
  let thrown: unknown;
  try {
    value = await work();
  } catch (error) {
    thrown = error;
  }
  // The scopes of a lost device reject. The loss itself is reported by `device.lost`.
  const errors = await Promise.all(filters.map(() => device.popErrorScope().catch(() => null)));
  const error = errors.find((found) => found !== null);
  if (error && typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError) {
    throw new ZscapeError('OUT_OF_MEMORY', 'The GPU does not have enough memory for this model.');
  }
  if (error)
    throw new ZscapeError(
      'ENGINE_FAILED',
      `The GPU refused the model's program: ${error.message.split('\n')[0]}`,
    );
  if (thrown !== undefined) throw thrown;
  return value as T;
}

/** Waits for a pipeline, which is compiled off this thread. @throws ENGINE_FAILED with the compiler's message */
export async function compiled<T>(pipeline: Promise<T>): Promise<T> {
  try {
    return await pipeline;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new ZscapeError(
      'ENGINE_FAILED',
      `The GPU's driver could not compile the model's program (${why}).`,
      {
        cause,
      },
    );
  }
}

/**
 * Waits for all of them to settle, then returns all results or throws the first failure, so nothing is still under way
 * when this rejects.
 */
export async function allEnded<T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(work);
  return (await Promise.all(work)) as unknown as T;
}
