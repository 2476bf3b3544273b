/**
 * Maps the addresses of hosts' pages, as people copy them, to those of the files. Such hosts serve the files themselves
 * under other addresses, which other pages may read.
 */

/** What an ordinary address on a host refers to. */
export interface About {
  /** A file, or a folder (with a trailing slash). */
  readonly url: URL;
  /** The address that lists the folder's contents, if the host has one. */
  readonly listing?: URL;
  /** The model's name if its file and folder have none of their own. */
  readonly name?: string;
}

type Host = (url: URL, parts: readonly string[]) => About | null;

/**
 * Understands a page's address. Returns null for an unknown host, and for a page of a known one that is not about a file.
 */
export function aboutPage(url: URL): About | null {
  const parts = url.pathname.split('/').filter(Boolean);
  return hosts[url.hostname.replace(/^www\./, '')]?.(url, parts) ?? null;
}

const at = (base: string, parts: readonly string[], folder: boolean): URL =>
  new URL(`${base}/${parts.join('/')}${folder && parts.length > 0 ? '/' : ''}`);

const rawGitHub = 'https://raw.githubusercontent.com';

/** `owner/repository[/blob|raw|tree/ref/path]`. The last commit of the default branch is called HEAD. */
const gitHub: Host = (_, [owner, repository, kind, ...rest]) => {
  if (!owner || !repository) return null;
  const name = repository.replace(/\.git$/, '');
  if (kind === undefined) return { name, url: at(rawGitHub, [owner, name, 'HEAD'], true) };
  if (rest.length === 0) return null;
  if (kind === 'tree') return { name, url: at(rawGitHub, [owner, name, ...rest], true) };
  if (kind === 'blob' || kind === 'raw') return { name, url: at(rawGitHub, [owner, name, ...rest], false) };
  return null;
};

const huggingFaceHost = 'https://huggingface.co';

/** `[datasets|spaces/]owner/repository[/blob|resolve|raw|tree/ref/path]`; a few models have no owner. */
const huggingFace: Host = (_, all) => {
  const kind = all[0] === 'datasets' || all[0] === 'spaces' ? all[0] : null;
  const parts = kind ? all.slice(1) : all;
  const verbs = ['blob', 'resolve', 'raw', 'tree'];
  if (parts[0] === undefined || parts[0] === 'api') return null;
  const found = parts.findIndex((part, index) => index > 0 && verbs.includes(part));
  const repository = parts.slice(0, found < 0 ? 2 : Math.min(found, 2));
  const name = repository.at(-1)!;
  const [ref = 'main', ...path] = found < 0 ? [] : parts.slice(found + 1);
  const root = [...(kind ? [kind] : []), ...repository, 'resolve', ref];
  const folder = found < 0 || parts[found] === 'tree' || path.length === 0;
  if (!folder) return { name, url: at(huggingFaceHost, [...root, ...path], false) };
  const api = ['api', kind ?? 'models', ...repository, 'tree', ref, ...path];
  return {
    name,
    url: at(huggingFaceHost, [...root, ...path], true),
    listing: at(huggingFaceHost, api, false),
  };
};

const hosts: Readonly<Record<string, Host>> = {
  'github.com': gitHub,
  'huggingface.co': huggingFace,
  'hf.co': huggingFace,
  /** Already a file; only its repository's name is of interest. */
  'raw.githubusercontent.com': (url, [, repository]) => (repository ? { url, name: repository } : null),
};
