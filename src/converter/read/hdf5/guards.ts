/** Keeps the HDF5 library from believing a file's claims: how many values there are, how much a chunk unpacks to. */
import { Unzlib } from 'fflate';
import type { DataObjects } from 'jsfive';
import { ZscapeError } from '../../../base/errors.ts';
import { checkDenseLinks } from './denseLinks.ts';
import { checkChunks, checkGroup } from './trees.ts';

/** HDF5's own writers make chunks of a megabyte; a generator's largest tensor has about a hundred. */
export const mostChunkBytes = 128 * 2 ** 20;
/** Limit on the names of layers and weights. */
const mostValues = 100_000;

type Library = typeof import('jsfive');

const gzip = 1;
const guarded = new WeakSet<object>();

/** Patches the library where a damaged file would make it compute or allocate without end. */
export function guard(library: Library): void {
  library.Filters.set(gzip, (chunk) => unpacked(new Uint8Array(chunk)));
  const prototype = prototypeOf(library);
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  const { _attr_value: value, _iter_links_btree_v1: links, _iter_links_btree_v2: denseLinks } = prototype;
  const chunked = prototype._get_chunked_data;
  prototype._attr_value = function (dtype, buffer, count, offset) {
    if (!(count <= mostValues)) throw new RangeError('more values than the file can hold');
    return value.call(this, dtype, buffer, count, offset);
  };
  prototype._iter_links_btree_v1 = function (tree, heap) {
    checkGroup(this.fh, tree, heap);
    return links.call(this, tree, heap);
  };
  prototype._iter_links_btree_v2 = function (names, order, heap) {
    checkDenseLinks(this.fh, order ?? names, heap);
    return denseLinks.call(this, names, order, heap);
  };
  prototype._get_chunked_data = function (offset) {
    const sizes = this.chunks ?? [];
    const most = this.shape.reduce((product, size, i) => product * Math.ceil(size / (sizes[i] ?? size)), 1);
    if (this._chunk_address < this.fh.byteLength)
      checkChunks(this.fh, this._chunk_address, this._chunk_dims, most);
    return chunked.call(this, offset);
  };
}

/**
 * Obtains the class that the library hides. The library reads a file's first group as soon as it opens it, so the
 * smallest possible file is enough: a superblock of version 2, followed after its 48 bytes by an object header without
 * messages.
 */
function prototypeOf({ File }: Library): DataObjects {
  const bytes = new Uint8Array(64);
  bytes.set([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 2, 8, 8]);
  bytes[36] = 48;
  bytes.set([0x4f, 0x48, 0x44, 0x52, 2], 48);
  return Object.getPrototypeOf(new File(bytes.buffer)._dataobjects) as DataObjects;
}

function unpacked(packed: Uint8Array): ArrayBuffer {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Unzlib((part) => {
    parts.push(part);
    size += part.length;
    if (size > mostChunkBytes)
      throw new ZscapeError(
        'TENSOR_INVALID',
        'A chunk of the HDF5 file unpacks to more than any tensor has.',
      );
  });
  // Pushed in pieces, to notice a bomb early.
  const piece = 2 ** 15;
  for (let at = 0; at < packed.length; at += piece)
    stream.push(packed.subarray(at, at + piece), at + piece >= packed.length);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}
