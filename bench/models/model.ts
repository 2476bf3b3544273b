/** The measured models, each as a bundle in memory. */
import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import { readBundle } from '../../src/bundle/read/reader.ts';
import { randomProgan128 } from './random.ts';

export const modelNames = ['avatars-128', 'progan-128'] as const;
export type ModelName = (typeof modelNames)[number];

/**
 * avatars-128 is a model that ships (portraits-128 has layers of the same widths); progan-128 has the layout of TF-Hub's module of
 * that name, with random weights, because speed does not depend on them.
 */
export function loadModel(name: ModelName, base: string): Promise<LoadedBundle> {
  if (name === 'avatars-128') return readBundle(new URL('models/avatars-128/', base).href);
  return Promise.resolve(randomProgan128());
}
