/** Opens any packed model, recognised by its content. Browser and Node. */
import { ZscapeError } from '../../base/errors.ts';
import { refusalOfFile } from '../read/refusals/formats.ts';
import { sources } from '../read/sources.ts';
import { type ByteSource, chunks } from './byteSource.ts';
import type { ModuleFiles } from './files.ts';
import { type ContentKind, contentKind, headBytes } from './formats/contentKind.ts';
import { type Decompress, inflate, webDecompress } from './formats/decompress.ts';
import { readTar } from './formats/tar.ts';
import { openZip } from './formats/zip.ts';
import { type ArchiveLimits, defaultLimits, megabytes } from './limits.ts';
import { atModelRoot } from './modelRoot.ts';

export interface OpenOptions {
  readonly limits?: Partial<ArchiveLimits>;
  readonly signal?: AbortSignal;
  /** Called with the packed bytes read so far, and their total. */
  readonly onProgress?: (read: number, total: number) => void;
  readonly decompress?: Decompress;
}

/**
 * Opens an archive.
 * @throws ARCHIVE_UNREADABLE, ARCHIVE_TOO_LARGE, ARCHIVE_UNSAFE_PATH, MODULE_INVALID (several models in one archive),
 * CANCELLED.
 */
export async function openArchive(source: ByteSource, options: OpenOptions = {}): Promise<ModuleFiles> {
  const head = await source.read(0, Math.min(source.size, headBytes));
  return atModelRoot(source.name, await openBy(head, source, options));
}

async function openBy(head: Uint8Array, source: ByteSource, options: OpenOptions): Promise<ModuleFiles> {
  const limits = { ...defaultLimits, ...options.limits };
  const decompress = options.decompress ?? webDecompress;
  const { name } = source;
  const kind = contentKind(head);
  switch (kind) {
    case 'gzip': {
      const inflated = inflate(name, 'gzip', reported(source, options), decompress);
      return readTar(onlyTar(name, inflated), { name, packed: source.size, limits });
    }
    case 'tar':
      return readTar(reported(source, options), { name, packed: source.size, limits });
    case 'zip':
      return openZip(source, { limits, decompress, signal: options.signal });
    default: {
      const single = sources.find(({ singleFile }) => singleFile?.matches(head, source.size));
      if (single?.singleFile === undefined) {
        const known = kind === 'unknown' ? refusalOfFile(head, name) : undefined;
        throw new ZscapeError('ARCHIVE_UNREADABLE', known ?? refusal(kind, name));
      }
      // The file's own name, so that errors name what the user supplied.
      const own = name.replace(/^.*[\\/]/, '');
      return oneFile(single.isMark(own) ? own : single.singleFile.name, source, limits);
    }
  }
}

async function* reported(source: ByteSource, { signal, onProgress }: OpenOptions) {
  let read = 0;
  for await (const chunk of chunks(source, signal)) {
    read += chunk.length;
    onProgress?.(read, source.size);
    yield chunk;
  }
}

/** Passes on a stream that begins like a tar archive. Otherwise the error says what it is instead. */
async function* onlyTar(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = new Uint8Array(0);
  let known = false;
  for await (const chunk of bytes) {
    if (known) {
      yield chunk;
      continue;
    }
    const joined = new Uint8Array(head.length + chunk.length);
    joined.set(head);
    joined.set(chunk, head.length);
    head = joined;
    if (head.length < headBytes) continue;
    refuseUnlessTar(name, head);
    known = true;
    yield head;
  }
  if (!known) refuseUnlessTar(name, head);
}

function refuseUnlessTar(name: string, head: Uint8Array): void {
  const kind = contentKind(head.subarray(0, headBytes));
  if (kind === 'tar') return;
  throw new ZscapeError(
    'ARCHIVE_UNREADABLE',
    kind === 'html' || kind === 'empty'
      ? refusal(kind, name)
      : `${name} is compressed but does not hold a tar archive.`,
  );
}

/** Presents a file that is a whole model, under a name that its source recognises. */
function oneFile(name: string, source: ByteSource, limits: ArchiveLimits): ModuleFiles {
  if (source.size > limits.maxBytes) {
    throw new ZscapeError(
      'ARCHIVE_TOO_LARGE',
      `${source.name} is ${megabytes(source.size)}; the limit is ${megabytes(limits.maxBytes)}.`,
    );
  }
  return { paths: [name], read: () => source.read(0, source.size) };
}

const archiveEndings = ['.tar.gz', '.tar', '.zip', '.keras'];

function singleEndings(): string[] {
  return sources.flatMap(({ singleFile }) => (singleFile === undefined ? [] : [singleFile.ending]));
}

function refusal(kind: ContentKind, name: string): string {
  switch (kind) {
    case 'empty':
      return `${name} is empty. Download it again.`;
    case 'html':
      return `${name} is a web page, not a model: the download probably got an error or sign-in page instead. Open its address in a browser to see what it says.`;
    case 'json':
      return `${name} is only a JSON file. For a TF.js model, give model.json together with its weight files, or the folder.`;
    default: {
      const ending = singleEndings().find((one) => name.toLowerCase().endsWith(one));
      if (ending !== undefined)
        return `${name} does not begin the way ${ending} files do: it is damaged, or another kind of file under that name. Download or save it again.`;
      return `${name} is not an archive that the converter knows. It reads ${[...archiveEndings, ...singleEndings()].join(', ')} files, and folders.`;
    }
  }
}
