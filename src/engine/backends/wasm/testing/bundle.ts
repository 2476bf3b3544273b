/** A bundle in memory out of the tiny one's files. */
import { assemble, type LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { Weight, Weights } from '../../../../bundle/read/weights.ts';
import { type TinyOptions, tinyBundle } from '../../../testing/tinyBundle.ts';

export function loadedBundle(options: TinyOptions = {}): LoadedBundle {
  const { manifest, files } = tinyBundle(options);
  return assemble(manifest, files, 'tiny');
}

/** The same weights, but for those that are given by name. */
export function weightsWith(weights: Weights, others: ReadonlyMap<string, Weight>): Weights {
  const floats = (name: string) => others.get(name) ?? weights.floats(name);
  return new Proxy(weights, {
    get: (target, key) => (key === 'floats' ? floats : Reflect.get(target, key)),
  });
}
