/** Limits the memory of work on TF.js. A graph that grows without end would crash the tab. */
import * as tf from '@tensorflow/tfjs-core';

/** Thrown in place of the next operation once the bound has been exceeded. */
export class MemoryBoundPassed extends Error {}

/**
 * Runs work that makes tensors, and disposes of all but its result, even if it fails. Nothing else may use TF.js in the
 * meantime.
 * @param bytes that the work's tensors may hold together.
 * @throws MemoryBoundPassed, and whatever the work throws
 */
export async function withinMemory<T extends tf.TensorContainer>(
  bytes: number,
  work: () => T | Promise<T>,
): Promise<T> {
  const engine = tf.engine();
  const most = tf.memory().numBytes + bytes;
  // Every operation goes through this method of the one global engine.
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
