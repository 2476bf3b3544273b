/** Fetches a model's files from an address; they are then treated like dropped files. Browser and Node. */
import { ZscapeError } from '../../base/errors.ts';
import type { FetchedFile } from '../../download/fetchFile.ts';
import { defaultLimits } from '../archive/limits.ts';
import { nameFromPath } from '../naming.ts';
import { filesBeside } from './beside.ts';
import { Fetching, type FetchingOptions, isNotThere, type ModelFile } from './fetching.ts';
import { partsOf } from './firstFile.ts';
import { chooseListed, mostListing } from './listing.ts';
import { fileName, nameFromAddress } from './naming.ts';
import { type UnderstoodAddress, understandAddress } from './understand.ts';

export interface FetchedModel {
  /** One file, or several in one folder. */
  readonly files: readonly ModelFile[];
  /** A readable name, from which the id is made. */
  readonly name: string;
  /** The address to store and to share. */
  readonly address: string;
  /** The host that was asked first. */
  readonly host: string;
}

export type FetchModelOptions = Partial<FetchingOptions>;

/**
 * Fetches a model.
 * @param text the address as it was typed
 * @throws the errors of `fetchFile` for the file that failed; MODULE_INVALID if there is no model, or several;
 * ARCHIVE_UNSAFE_PATH; BUNDLE_* for a bundle whose `zscape.json` cannot be read; CANCELLED.
 */
export async function fetchModel(text: string, options: FetchModelOptions = {}): Promise<FetchedModel> {
  const limits = { ...defaultLimits, ...options.limits };
  const understood = understandAddress(text);
  const fetching = new Fetching({ ...options, limits });
  const { asked, file } = await firstFile(understood, fetching);
  const name = fileName(asked);
  const parts = await partsOf(file.bytes, name);
  const called = nameFromAddress(asked, understood.repository);
  const first = { path: parts.mark ?? name, bytes: file.bytes };
  const model = (files: readonly ModelFile[]): FetchedModel => ({
    files,
    name: called,
    address: understood.address,
    host: understood.host,
  });
  if (parts.files.length === 0) return model([first]);
  const beside = filesBeside(parts.files, { asked, final: file.url }, name, limits);
  if (parts.bytes !== null) fetching.expect(parts.bytes, name);
  const folder = nameFromPath(called).id;
  const others = await fetching.all(beside);
  return model([first, ...others].map(({ path, bytes }) => ({ path: `${folder}/${path}`, bytes })));
}

async function firstFile(
  { candidates, listing, what }: UnderstoodAddress,
  fetching: Fetching,
): Promise<{ asked: string; file: FetchedFile }> {
  if (listing !== null) {
    const { bytes } = await fetching.one(listing, { maxBytes: mostListing });
    fetching.forget(listing);
    const asked = chooseListed(bytes, new URL('.', candidates[0]).href, what);
    return { asked, file: await fetching.one(asked) };
  }
  for (const asked of candidates) {
    try {
      return { asked, file: await fetching.one(asked) };
    } catch (error) {
      // With a single candidate, its own failure says more.
      if (candidates.length === 1 || !isNotThere(error)) throw error;
    }
  }
  const names = [...new Set(candidates.map(fileName))].filter((name) => name.endsWith('.json'));
  throw new ZscapeError(
    'FILE_MISSING',
    `There is no model at ${what}: neither ${names.join(' nor ')} is there. Give the address of the model's file itself.`,
  );
}
