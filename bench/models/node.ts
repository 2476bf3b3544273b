/** Models for benchmarks that run in Node. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assemble, type LoadedBundle } from '../../src/bundle/read/reader.ts';
import { parseBundle } from '../../src/bundle/schema/manifest.ts';
import { root } from '../browser.ts';
import { randomProgan128 } from './random.ts';

/** @param id `progan-128` for random weights in its layout, or the folder of a model under `public/models`. */
export async function bundleFor(id: string): Promise<LoadedBundle> {
  if (id === 'progan-128') return randomProgan128();
  const folder = join(root, 'public', 'models', id);
  const manifest = parseBundle(JSON.parse(await readFile(join(folder, 'zscape.json'), 'utf8')), folder);
  const read = async (path: string) => [path, new Uint8Array(await readFile(join(folder, path)))] as const;
  return assemble(manifest, new Map(await Promise.all(manifest.files.map(({ path }) => read(path)))), id);
}
