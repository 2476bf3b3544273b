/**
 * Takes a bundle that comes as files, an exported `.zip` or a folder of another page, as it is, after checking
 * it.
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

export function isBundle(paths: readonly string[]): boolean {
  return paths.includes(manifestPath);
}

/**
 * @param names what the bundle is to be called here.
 * @throws BUNDLE_INVALID, BUNDLE_VERSION, BUNDLE_FILE_MISSING, BUNDLE_FILE_CORRUPT, and what `checkBundleModel` throws.
 */
export async function readBundleFiles(
  files: ModuleFiles,
  names: Pick<BundleManifest, 'id' | 'address'> & {
    readonly title?: string;
    readonly costLimits?: Partial<CostLimits>;
  },
): Promise<ConvertedBundle> {
  const manifest = parseBundle(parsed(await files.read(manifestPath)), manifestPath);
  const content: BundleFile[] = [];
  for (const { path, bytes: size, sha256 } of manifest.files) {
    if (!files.paths.includes(path)) {
      throw new ZscapeError('BUNDLE_FILE_MISSING', `The bundle "${manifest.title}" has no file ${path}.`);
    }
    const bytes = Uint8Array.from(await files.read(path));
    if (bytes.length !== size || (await sha256Hex(bytes)) !== sha256) {
      throw new ZscapeError(
        'BUNDLE_FILE_CORRUPT',
        `The file ${path} of the bundle "${manifest.title}" is not what was written; export or download it again.`,
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
    throw new ZscapeError('BUNDLE_INVALID', `${manifestPath} is far too large for what it should be.`);
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
