/** Understands an address of a model as people have it: what to ask for, of whom, and what the model is called. */
import { ZscapeError } from '../../base/errors.ts';
import { checkedAddress } from '../../download/allowed.ts';
import { aboutPage } from './hosts.ts';

export interface UnderstoodAddress {
  /** The address as it was meant, with its scheme: it can be kept and given to others. */
  readonly address: string;
  /** Who will be asked. */
  readonly host: string;
  /** Files to ask for, in order: the next one where there is none at an address, or a page in its place. */
  readonly candidates: readonly string[];
  /** What gives the names of the folder's files as JSON (Hugging Face); it is asked first. */
  readonly listing: string | null;
  /** For sentences: the folder or file that was meant. */
  readonly what: string;
  /** The repository's name, where there is one. */
  readonly repository: string | null;
}

/** As `webAddress` of bundles: an address is kept with the model. */
const longest = 2000;

/** What says that a folder holds a model; a bundle of ours has both. */
const marks = ['zscape.json', 'model.json'];

/**
 * @param text as it was typed or pasted; `https://` may be left out
 * @throws ADDRESS_INVALID, ADDRESS_INSECURE
 */
export function understandAddress(text: string): UnderstoodAddress {
  const url = checkedAddress(withScheme(text.trim()));
  url.hash = '';
  if (url.href.length > longest) {
    throw new ZscapeError(
      'ADDRESS_INVALID',
      `This address has ${url.href.length} characters, and at most ${longest} can be kept with a model. Download the file and drop it here.`,
    );
  }
  const about = aboutPage(url);
  const file = about?.url ?? url;
  // What a host's pages were asked for besides (`?raw=true`) means nothing to its files.
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

/** Whether a text says by itself that it is an address. */
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
  if (text === '') throw new ZscapeError('ADDRESS_INVALID', 'Type the address of a model, or paste it.');
  // `github.com/owner/repository` is meant as it would be in a browser's address field.
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\//i.test(text) ? `https://${text}` : text;
}
