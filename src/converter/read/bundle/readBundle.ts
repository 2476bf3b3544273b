/**
 * Reads a bundle that arrives as files, from an exported `.zip` or another page's folder, and keeps it unchanged after
 * checking it.
 */
import { ZscapeError } from '../../../base/errors.ts';
import { sha256Hex } from '../../../bundle/read/sha256.ts';
import { mostManifestBytes } from '../../../bundle/schema/limits.ts';
import { type BundleManifest, parseBundle } from '../../../bundle/schema/manifest.ts';
import { type ModuleFiles, memoryFiles } from '../../archive/files.ts';
import { type BundleFile, bundleOf, type ConvertedBundle } from '../../emit/bundle.ts';
import type { CostLimits } from '../../shapes/estimate.ts';
import { checkBundleModel } from './checkModel.ts';

const manifestPath = 'zscape.json';

/** Returns whether the files are those of a bundle. */
export function isBundle(paths: readonly string[]): boolean {
  return paths.includes(manifestPath);
}

/**
 * Reads a bundle.
 * @param names what to call the bundle here.
 * @throws BUNDLE_INVALID, BUNDLE_VERSION, BUNDLE_FILE_MISSING, BUNDLE_FILE_CORRUPT, and errors of `checkBundleModel`.
 */
export async function readBundleFiles(
  files: ModuleFiles,
  names: Pick<BundleManifest, 'id' | 'address'> & {
    readonly title?: string;
    readonly costLimits?: Partial<CostLimits>;
  },
): Promise<ConvertedBundle> {
  // The growth network's files are not among those of the bundle, so they do not come along.
  const { growthNetwork: _, ...manifest } = parseBundle(parsed(await files.read(manifestPath)), manifestPath);
  const content: BundleFile[] = [];
  for (const { path, bytes: size, sha256 } of manifest.files) {
    if (!files.paths.includes(path)) {
      throw new ZscapeError('BUNDLE_FILE_MISSING', `The bundle "${manifest.title}" lacks the file ${path}.`);
    }
    const bytes = Uint8Array.from(await files.read(path));
    if (bytes.length !== size || (await sha256Hex(bytes)) !== sha256) {
      throw new ZscapeError(
        'BUNDLE_FILE_CORRUPT',
        `The file ${path} of the bundle "${manifest.title}" has been changed or damaged; export or download it again.`,
      );
    }
    content.push({ path, bytes });
  }
  const listed = memoryFiles(new Map(content.map(({ path, bytes }) => [path, bytes])));
  await checkBundleModel(manifest, listed, names.costLimits);
  const { address = manifest.address } = names;
  const named = { ...manifest, id: names.id, title: names.title ?? manifest.title };
  return bundleOf({ ...named, ...(address !== undefined && { address }) }, content);
}

function parsed(bytes: Uint8Array): unknown {
  if (bytes.length > mostManifestBytes) {
    throw new ZscapeError('BUNDLE_INVALID', `${manifestPath} is far too large.`);
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
