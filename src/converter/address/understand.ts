/** Understands a model's address as people have it: what to request, from which host, and what to call the model. */
import { ZscapeError } from '../../base/errors.ts';
import { checkedAddress } from '../../download/allowed.ts';
import { aboutPage } from './hosts.ts';

export interface UnderstoodAddress {
  /** The intended address, with its scheme, to store and to share. */
  readonly address: string;
  /** The host that will be asked. */
  readonly host: string;
  /** Files to request, in order: the next one if there is none at an address, or a page in its place. */
  readonly candidates: readonly string[];
  /** The address that returns the names of the folder's files as JSON (Hugging Face); it is asked first. */
  readonly listing: string | null;
  /** For sentences: the intended folder or file. */
  readonly what: string;
  /** The repository's name, if there is one. */
  readonly repository: string | null;
}

/** Like `webAddress` of bundles, because an address is stored with the model. */
const longest = 2000;

/** Files that mark a folder as a model; a bundle of ours has both. */
const marks = ['zscape.json', 'model.json'];

/**
 * Understands an address.
 * @param text as typed or pasted; `https://` may be omitted
 * @throws ADDRESS_INVALID, ADDRESS_INSECURE
 */
export function understandAddress(text: string): UnderstoodAddress {
  const url = checkedAddress(withScheme(text.trim()));
  url.hash = '';
  if (url.href.length > longest) {
    throw new ZscapeError(
      'ADDRESS_INVALID',
      `This address has ${url.href.length} characters, but a model can remember at most ${longest}. Download the file and drop it here.`,
    );
  }
  const about = aboutPage(url);
  const file = about?.url ?? url;
  // Queries of a host's pages (`?raw=true`) mean nothing to its files.
  const candidates = candidatesOf(file).map((one) => one.href);
  return {
    address: url.href,
    host: file.host,
    candidates,
    listing: about?.listing?.href ?? null,
    what: url.host + url.pathname,
    repository: about?.name ?? null,
  };
}

/** Returns whether a text is clearly an address. */
export const isAddress = (text: string): boolean => /^https?:/i.test(text);

function candidatesOf(file: URL): URL[] {
  const inFolder = (folder: URL) =>
    marks.map((mark) => {
      const url = new URL(mark, folder);
      url.search = folder.search;
      return url;
    });
  const last = file.pathname.slice(file.pathname.lastIndexOf('/') + 1);
  if (last === '' || /\.html?$/i.test(last)) return inFolder(file);
  if (last.includes('.')) return [file];
  const folder = new URL(file);
  folder.pathname += '/';
  return [file, ...inFolder(folder)];
}

function withScheme(text: string): string {
  if (text === '') throw new ZscapeError('ADDRESS_INVALID', 'Type or paste the address of a model.');
  // `github.com/owner/repository` means the same as in a browser's address field.
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\//i.test(text) ? `https://${text}` : text;
}
