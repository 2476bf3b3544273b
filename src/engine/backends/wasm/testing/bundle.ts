/** A bundle in memory out of the tiny one's files. */
import { assemble, type LoadedBundle } from '../../../../bundle/reader.ts';
import { type TinyOptions, tinyBundle } from '../../../testing/tiny-bundle.ts';

export function loadedBundle(options: TinyOptions = {}): LoadedBundle {
  const { manifest, files } = tinyBundle(options);
  return assemble(manifest, files, 'tiny');
}
