/**
 * Models published by others, which this page can fetch with one click, and `npm run fetch-model` from the command line.
 */
import type { BundleManifest } from '../schema/manifest.ts';
import type { FileList, PublishedFile, VariantName } from './fileList.ts';

export interface PublishedModel {
  readonly id: string;
  readonly title: string;
  /** A short label for a card: `real faces`. */
  readonly shows: 'realFaces';
  readonly description: string;
  readonly latent: number;
  readonly resolution: number;
  readonly prior: BundleManifest['latent']['prior'];
  readonly faces?: BundleManifest['faces'];
  readonly licence: NonNullable<BundleManifest['licence']>;
  readonly source: NonNullable<BundleManifest['source']>;
  /** The name by which people know the addresses. */
  readonly host: string;
  /**
   * Folders to which the variants' paths are relative, in the order to try. They allow pages of other origins to read
   * them.
   */
  readonly addresses: readonly string[];
  /** The same model as packed by its authors, at addresses that only the command line can read. */
  readonly archives: readonly string[];
  readonly archiveSource: NonNullable<BundleManifest['source']>;
  readonly variants: FileList['variants'];
}

export function bytesOf(files: readonly PublishedFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Lists the hosts that are asked, in readable form. */
export function hostsOf({ addresses }: Pick<PublishedModel, 'addresses'>): string[] {
  return [...new Set(addresses.map((address) => new URL(address).host))];
}

/** @returns whether two lists have exactly the same files. */
function sameFiles(
  one: readonly PublishedFile[] | undefined,
  other: readonly PublishedFile[] | undefined,
): boolean {
  const key = (files: readonly PublishedFile[]) =>
    files.map(({ gitBlob, bytes }) => `${gitBlob} ${bytes}`).join();
  return one !== undefined && other !== undefined && key(one) === key(other);
}

/**
 * Describes the model on another host. If its files are not those of the table, nothing known about those is claimed:
 * neither their licence nor what they show, nor where.
 * @param base address with a trailing slash
 */
export function fromSource(
  model: PublishedModel,
  base: string,
  { variants }: FileList,
  name: VariantName,
): PublishedModel {
  const { host } = new URL(base);
  const source = { name: host, url: base };
  const there = { ...model, addresses: [base], archives: [], host, source, variants };
  if (sameFiles(variants[name], model.variants[name])) return there;
  const { licence: _, faces: __, ...rest } = there;
  return {
    ...rest,
    description: `What ${host} offers under the name ${model.title}. Its files are not the published ones.`,
    licence: { name: `unknown: the files are those of ${host}` },
  };
}
