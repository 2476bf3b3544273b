/** What all backends of TF.js share: registration, the choice of the active one, memory. TF.js keeps these in one global engine. */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../../contract.ts';

const factories = new Map<BackendName, () => tf.KernelBackend | Promise<tf.KernelBackend>>();

// Without debug checks and warnings on the console, which help nobody here.
tf.enableProdMode();

/**
 * Makes a backend, and makes it TF.js's backend of that name. TF.js itself makes backends lazily and hides why one failed; here
 * failures are thrown.
 * @param create the maker; TF.js's own when left out.
 */
export async function install(
  name: BackendName,
  create?: () => tf.KernelBackend | Promise<tf.KernelBackend>,
): Promise<tf.KernelBackend> {
  // Typed as always there; undefined or null for a backend that is not registered.
  const own: (() => tf.KernelBackend | Promise<tf.KernelBackend>) | null | undefined =
    tf.findBackendFactory(name);
  if (own) {
    if (!factories.has(name)) factories.set(name, own);
    tf.removeBackend(name);
  }
  const factory = create ?? factories.get(name);
  if (!factory) throw new Error('this browser does not have it');
  const backend = await factory();
  tf.registerBackend(name, () => backend);
  activate(name);
  return backend;
}

/** Directs the operations that follow in this task to the backend. */
export function activate(name: BackendName): void {
  // The backend is made already, so that setBackend has done its work when it returns.
  if (tf.getBackend() !== name) void tf.setBackend(name);
}

/** Disposes of the backend and all that it holds. */
export function uninstall(name: BackendName): void {
  try {
    tf.removeBackend(name);
  } catch {
    // It is not registered, or its device is gone: there is nothing left to give back.
  }
}

export function memory(): { tensors: number; bytes: number } {
  const { numTensors, numBytes } = tf.memory();
  return { tensors: numTensors, bytes: numBytes };
}
