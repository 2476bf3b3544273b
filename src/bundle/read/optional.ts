/** Optional files of a model: the weights of its preview heads, which only make a drag respond sooner. */
import type { BundleManifest } from '../schema/manifest.ts';
import { type GraphModelJson, storedBytes } from './weights.ts';

/**
 * Returns the model without its preview heads, for when `path` could not be fetched.
 * @returns null if that file also contains anything else
 */
export function withoutPreviews(
  { weightsManifest, ...model }: GraphModelJson,
  { previewHeads, files }: BundleManifest,
  path: string,
): GraphModelJson | null {
  const optional = new Set(previewHeads.flatMap(({ kernel, bias }) => [kernel, bias]));
  const bytesOf = new Map(files.map((file) => [file.path, file.bytes]));
  let dropped = false;
  const groups = weightsManifest.map((group) => {
    if (!group.paths.includes(path)) return group;
    // Heads are added to a finished model: they are a group's last weights, in their own shard at its end.
    const first = group.weights.findIndex(({ name }) => optional.has(name));
    const heads = group.weights.slice(first);
    const size = heads.reduce((sum, spec) => sum + storedBytes(spec), 0);
    const own = first >= 0 && heads.every(({ name }) => optional.has(name));
    if (!own || group.paths.at(-1) !== path || bytesOf.get(path) !== size) return group;
    dropped = true;
    return { paths: group.paths.slice(0, -1), weights: group.weights.slice(0, first) };
  });
  return dropped ? { ...model, weightsManifest: groups } : null;
}
