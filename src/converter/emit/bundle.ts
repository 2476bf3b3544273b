/** A finished bundle in memory: the graph model, `zscape.json`, and its catalogue entry. */

import { sha256Hex } from '../../bundle/read/sha256.ts';
import type { CatalogueEntry } from '../../bundle/schema/catalogue.ts';
import { BUNDLE_SCHEMA_VERSION, type BundleManifest, parseBundle } from '../../bundle/schema/manifest.ts';
import type { GraphModel } from './modelJson.ts';

export interface BundleFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface ConvertedBundle {
  readonly manifest: BundleManifest;
  /** All files of the bundle's folder. `zscape.json` comes last, so that a folder with it is complete. */
  readonly files: readonly BundleFile[];
  readonly entry: CatalogueEntry;
  /** Sentences that whoever converts the model should read. */
  readonly warnings: readonly string[];
}

/** The facts of a manifest that do not follow from the graph model. */
export type BundleFacts = Omit<BundleManifest, 'schema' | 'files' | 'parameters'>;

/**
 * Assembles a bundle.
 * @throws BUNDLE_INVALID if the facts do not fit the schema: nothing is written that could not be read.
 */
export async function assembleBundle(
  facts: BundleFacts,
  model: GraphModel,
  others: readonly BundleFile[] = [],
): Promise<ConvertedBundle> {
  const content: BundleFile[] = [{ path: 'model.json', bytes: model.json }, ...model.shards, ...others];
  const files: BundleManifest['files'] = [];
  for (const { path, bytes } of content) {
    files.push({ path, bytes: bytes.length, sha256: await sha256Hex(bytes) });
  }
  const draft: BundleManifest = {
    schema: BUNDLE_SCHEMA_VERSION,
    ...facts,
    parameters: model.parameters,
    files,
  };
  return bundleOf(parseBundle(JSON.parse(JSON.stringify(draft)), 'zscape.json'), content);
}

/** Makes a bundle from a finished manifest. @param content the files that the manifest lists, in its order. */
export function bundleOf(manifest: BundleManifest, content: readonly BundleFile[]): ConvertedBundle {
  const json = new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
  return {
    manifest,
    files: [...content, { path: 'zscape.json', bytes: json }],
    entry: catalogueEntry(manifest, json.length),
    warnings: [],
  };
}

function catalogueEntry(manifest: BundleManifest, manifestBytes: number): CatalogueEntry {
  return {
    id: manifest.id,
    title: manifest.title,
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, manifestBytes),
    ...(manifest.licence && { licence: manifest.licence.name }),
    latent: manifest.latent.size,
    resolution: Math.max(manifest.image.width, manifest.image.height),
    family: manifest.generator.family,
    default: false,
  };
}
