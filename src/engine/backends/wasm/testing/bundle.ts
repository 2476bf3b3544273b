/** A bundle in memory out of the tiny one's files. */
import { assemble, type LoadedBundle } from '../../../../bundle/read/reader.ts';
import { type TinyOptions, tinyBundle } from '../../../testing/tinyBundle.ts';

export function loadedBundle(options: TinyOptions = {}): LoadedBundle {
  const { manifest, files } = tinyBundle(options);
  return assemble(manifest, files, 'tiny');
}
