/** Models that others have published, which this page can get at one click and `npm run fetch-model` from the command line. */
import type { BundleManifest } from '../schema/manifest.ts';
import type { FileList, PublishedFile, VariantName } from './fileList.ts';

export interface PublishedModel {
  readonly id: string;
  readonly title: string;
  /** In two words, for a card: `real faces`. */
  readonly shows: string;
  readonly description: string;
  readonly latent: number;
  readonly resolution: number;
  readonly prior: BundleManifest['latent']['prior'];
  readonly licence: NonNullable<BundleManifest['licence']>;
  readonly source: NonNullable<BundleManifest['source']>;
  /** Whom a person knows the addresses under. */
  readonly host: string;
  /** Folders that the variants' paths are relative to, in the order to try. They let pages of other origins read. */
  readonly addresses: readonly string[];
  /** The same model as its makers pack it, at addresses that only the command line can read. */
  readonly archives: readonly string[];
  readonly archiveSource: NonNullable<BundleManifest['source']>;
  readonly variants: FileList['variants'];
}

export function bytesOf(files: readonly PublishedFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Hosts that are asked, for a person to read. */
export function hostsOf({ addresses }: Pick<PublishedModel, 'addresses'>): string[] {
  return [...new Set(addresses.map((address) => new URL(address).host))];
}

/** @returns whether two lists are of the very same files. */
function sameFiles(
  one: readonly PublishedFile[] | undefined,
  other: readonly PublishedFile[] | undefined,
): boolean {
  const key = (files: readonly PublishedFile[]) =>
    files.map(({ gitBlob, bytes }) => `${gitBlob} ${bytes}`).join();
  return one !== undefined && other !== undefined && key(one) === key(other);
}

/**
 * The model as another host has it. Where its files are not those of the table, nothing that is known of those is said of
 * them: neither licence nor what they show.
 * @param base address with a slash at its end
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
  const { licence: _, ...rest } = there;
  return {
    ...rest,
    description: `As ${host} has it under the name of ${model.title}. Its files are not the published ones.`,
    licence: { name: `unknown: the files are those of ${host}` },
  };
}
