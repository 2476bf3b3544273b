/**
 * What all TF.js backends share: registration, the choice of the active one, memory. TF.js keeps these in one global
 * engine.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../../contract.ts';

const factories = new Map<BackendName, () => tf.KernelBackend | Promise<tf.KernelBackend>>();

// Without debug checks and console warnings, which help nobody here.
tf.enableProdMode();

/**
 * Creates a backend and registers it with TF.js under that name. TF.js itself creates backends lazily and hides why one
 * failed; here failures are thrown.
 * @param create the factory; TF.js's own by default.
 */
export async function install(
  name: BackendName,
  create?: () => tf.KernelBackend | Promise<tf.KernelBackend>,
): Promise<tf.KernelBackend> {
  // The type says that it always exists, but it is undefined or null for a backend that is not registered.
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

/** Directs the subsequent operations of this task to the backend. */
export function activate(name: BackendName): void {
  // The backend already exists, so setBackend has done its work when it returns.
  if (tf.getBackend() !== name) void tf.setBackend(name);
}

/** Disposes of the backend and everything it holds. */
export function uninstall(name: BackendName): void {
  try {
    tf.removeBackend(name);
  } catch {
    // It is not registered, or its device is gone, so nothing is left to free.
  }
}

/** Counts the live tensors of TF.js, and their bytes. */
export function memory(): { tensors: number; bytes: number } {
  const { numTensors, numBytes } = tf.memory();
  return { tensors: numTensors, bytes: numBytes };
}
