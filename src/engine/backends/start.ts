/** Starts the best backend that works. All but WASM are imported on demand. */
import { toPlainError, ZscapeError } from '../../base/errors.ts';
import type { BackendName } from '../contract.ts';
import type { Backend, BackendModule } from './backend.ts';
import * as wasm from './wasm/wasm.ts';

const modules: Record<BackendName, () => Promise<BackendModule>> = {
  webgpu: () => import('./webgpu/webgpu.ts'),
  webgl: () => import('./tfjs/webgl.ts'),
  // Included in the worker's own script: it is small, most pages begin with it, and all backends fall back to it.
  wasm: async () => wasm,
  cpu: () => import('./tfjs/cpu.ts'),
};

export const backendTitles: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WASM',
  cpu: 'CPU',
};

/** Starts a backend. @throws BACKEND_UNAVAILABLE with the reason, NETWORK if its code could not be fetched */
export async function startOne(name: BackendName): Promise<Backend> {
  let module: BackendModule;
  try {
    module = await modules[name]();
  } catch (cause) {
    throw new ZscapeError(
      'NETWORK',
      `The code of the ${backendTitles[name]} backend could not be fetched. Check the connection and try again.`,
      { cause },
    );
  }
  try {
    return await module.start();
  } catch (error) {
    if (error instanceof ZscapeError) throw error;
    throw new ZscapeError(
      'BACKEND_UNAVAILABLE',
      `${backendTitles[name]} could not start: ${toPlainError(error).message}`,
      { cause: error },
    );
  }
}

export interface Started {
  backend: Backend;
  /** One plain sentence if it is not the first of the order. */
  notice: ZscapeError | undefined;
}

/**
 * Starts the first of `order` that works.
 * @throws the first failure if none does.
 */
export async function startFirst(order: readonly BackendName[], start = startOne): Promise<Started> {
  const failures: ZscapeError[] = [];
  for (const name of order) {
    try {
      const backend = await start(name);
      return { backend, notice: noticeOf(failures, backend) };
    } catch (error) {
      failures.push(error instanceof ZscapeError ? error : new ZscapeError('ENGINE_FAILED', String(error)));
    }
  }
  throw failures[0] ?? new ZscapeError('BACKEND_UNAVAILABLE', 'This browser has no way to compute pictures.');
}

/** Says why this is not the requested backend. Its own limitations are in its own `notice`. */
export function noticeOf(failures: readonly ZscapeError[], backend: Backend): ZscapeError | undefined {
  const first = failures[0];
  if (!first) return undefined;
  const computed = `Pictures are computed with ${backendTitles[backend.name]} instead.`;
  return new ZscapeError('BACKEND_REPLACED', `${first.message.replace(/\.?$/, '.')} ${computed}`);
}
