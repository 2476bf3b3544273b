/** Adds preview heads to a bundle made without them, and changes nothing else. */

import { sha256Hex } from '../../bundle/read/sha256.ts';
import { type BundleManifest, parseBundle } from '../../bundle/schema/manifest.ts';
import { type BundleFile, bundleOf } from './bundle.ts';
import type { PreviewHeads } from './previewHeads.ts';

/**
 * Adds the heads.
 * @param picture a preview picture (PNG), for a bundle without one. @returns the new and changed files, `zscape.json`
 * last.
 */
export async function withHeads(
  before: BundleManifest,
  heads: PreviewHeads,
  picture: Uint8Array<ArrayBuffer>,
): Promise<{ manifest: BundleManifest; files: readonly BundleFile[] }> {
  const changed: BundleFile[] = [{ path: 'model.json', bytes: heads.json }, heads.shard];
  if (before.preview === undefined) changed.push({ path: 'preview.png', bytes: picture });
  const listed = await Promise.all(
    changed.map(async ({ path, bytes }) => ({ path, bytes: bytes.length, sha256: await sha256Hex(bytes) })),
  );
  const [model, shard, ...others] = listed;
  const optional = (path: string): boolean => path === before.preview || path === before.directions;
  const kept = before.files.filter(({ path }) => path !== model!.path);
  const manifest = parseBundle(
    {
      ...before,
      outputs: [...before.outputs, ...heads.outputs],
      previewHeads: heads.previewHeads,
      parameters: before.parameters + heads.parameters,
      preview: before.preview ?? 'preview.png',
      files: [
        model,
        ...kept.filter(({ path }) => !optional(path)),
        shard,
        ...kept.filter(({ path }) => optional(path)),
        ...others,
      ],
    },
    'zscape.json',
  );
  return { manifest, files: bundleOf(manifest, changed).files };
}
