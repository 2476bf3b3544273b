/** Holds work on TF.js to a bound of memory. A graph that grows without end would take the tab with it. */
import * as tf from '@tensorflow/tfjs-core';

/** Thrown in place of the operation that would come after the bound was passed. */
export class MemoryBoundPassed extends Error {}

/**
 * Runs work that makes tensors, and disposes of all of them but its result, also when it fails. Nothing else may use TF.js
 * meanwhile.
 * @param bytes that the work's tensors may hold together.
 * @throws MemoryBoundPassed, and as the work
 */
export async function withinMemory<T extends tf.TensorContainer>(
  bytes: number,
  work: () => T | Promise<T>,
): Promise<T> {
  const engine = tf.engine();
  const most = tf.memory().numBytes + bytes;
  // Every operation goes through this method of the one engine that there is.
  const { runKernel } = engine;
  engine.runKernel = ((...args: Parameters<typeof runKernel>) => {
    if (tf.memory().numBytes > most) throw new MemoryBoundPassed();
    return runKernel.apply(engine, args);
  }) as typeof runKernel;
  engine.startScope();
  let result: T | undefined;
  try {
    result = await work();
    return result;
  } finally {
    engine.endScope(result);
    engine.runKernel = runKernel;
  }
}
