/** TensorFlow's tensor bundle: an index of named entries, and the tensors' bytes in shards. Little endian. */
import { fromBinary } from '@bufbuild/protobuf';
import { ZscapeError } from '../../../../base/errors.ts';
import type { ModuleFiles } from '../../../archive/files.ts';
import { DT_STRING, dtypeOf } from '../../../graph/dtypes.ts';
import {
  bytesPerElement,
  type DType,
  elementCount,
  type Tensor,
  tensorFromBytes,
} from '../../../graph/tensor.ts';
import {
  BundleEntryProtoSchema,
  BundleHeaderProtoSchema,
} from '../../proto/gen/tensorflow/tensor_bundle_pb.ts';
import { corrupt } from './corrupt.ts';
import { maskedCrc32c } from './crc.ts';
import { type BundleEntry, parseEntry } from './entry.ts';
import { type Extent, sliceKey } from './orderedCode.ts';
import { bytesOf, copyBox, cutOut, disjoint, parseSliceSpec, spelledOut } from './slices.ts';
import { readStrings } from './strings.ts';
import { binaryString, readTable } from './table.ts';

export interface Checkpoint {
  /** Names of all tensors, sorted by their bytes; slices of partitioned ones are not listed. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /**
   * Describes the result of `tensor` without reading its bytes; the dtype is undefined if the converter does not support
   * it.
   */
  describe(name: string): { dtype: DType | 'string' | undefined; shape: readonly number[] } | undefined;
  /**
   * Returns the tensor as a view of its shard; a partitioned one is assembled in new memory.
   * @throws VARIABLE_MISSING, CHECKPOINT_CORRUPT (checksum, bounds, slices), TENSOR_INVALID (shape, dtype).
   */
  tensor(name: string): Tensor;
  /**
   * Returns a part of a tensor as TensorFlow's restore ops name it (`"10 4 0,5:-"`, `""` for all): a view if it is stored
   * separately.
   * @throws as `tensor`, and GRAPH_INVALID if the part does not fit the tensor.
   */
  slice(name: string, shapeAndSlice: string): Tensor;
  /** Returns the elements of a string tensor. @throws as `tensor`. */
  strings(name: string): Uint8Array[];
}

/**
 * Reads the index and the shards of the checkpoint `prefix` (`variables/variables`).
 * @throws CHECKPOINT_CORRUPT, and errors of `files`.
 */
export async function openCheckpoint(files: ModuleFiles, prefix: string): Promise<Checkpoint> {
  const indexFile = `${prefix}.index`;
  if (!files.paths.includes(indexFile)) {
    throw new ZscapeError(
      'CHECKPOINT_CORRUPT',
      `The model has no ${indexFile}, so its weights are missing. Pack the whole folder, variables included.`,
    );
  }
  const table = readTable(await files.read(indexFile), indexFile);
  const first = table[0];
  if (first === undefined || first.key !== '') throw corrupt(indexFile, 'its header is missing');
  const header = decode(indexFile, 'its header', () => fromBinary(BundleHeaderProtoSchema, first.value));
  if (header.endianness !== 0) {
    throw corrupt(indexFile, 'its numbers are big-endian, which the converter does not read');
  }
  const entries = new Map<string, BundleEntry>();
  for (const { key, value } of table.slice(1)) {
    const proto = decode(indexFile, 'an entry', () => fromBinary(BundleEntryProtoSchema, value));
    entries.set(key, parseEntry(proto, indexFile, nameOf(key, indexFile)));
  }
  refuseOverlaps(indexFile, [...entries.values()]);
  return new TensorBundle(indexFile, entries, await readShards(files, prefix, header.numShards));
}

/** Refuses tensors that share bytes, which would turn a small checkpoint into any number of large weights. */
function refuseOverlaps(file: string, entries: readonly BundleEntry[]): void {
  const stored = entries.filter(({ size }) => size > 0);
  stored.sort((a, b) => a.shard - b.shard || a.offset - b.offset);
  stored.forEach((entry, i) => {
    const next = stored[i + 1];
    if (next !== undefined && next.shard === entry.shard && entry.offset + entry.size > next.offset) {
      throw corrupt(file, 'its tensors overlap');
    }
  });
}

function decode<T>(file: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw corrupt(file, `${what} cannot be decoded`, error);
  }
}

interface Shard {
  path: string;
  bytes: Uint8Array;
}

async function readShards(files: ModuleFiles, prefix: string, count: number): Promise<Shard[]> {
  const shards: Shard[] = [];
  const digits = (value: number) => String(value).padStart(5, '0');
  for (let i = 0; i < count; i++) {
    const path = `${prefix}.data-${digits(i)}-of-${digits(count)}`;
    if (!files.paths.includes(path)) {
      throw new ZscapeError(
        'CHECKPOINT_CORRUPT',
        `The model lacks ${path}, one of its ${count} weight files. Pack the whole folder again.`,
      );
    }
    shards.push({ path, bytes: await files.read(path) });
  }
  return shards;
}

/** Returns whether a key is that of a slice; only those begin with a zero byte. */
function isSliceKey(key: string): boolean {
  return key.startsWith('\0');
}

/** Decodes a key: keys are bytes, names are text. */
function nameOf(key: string, file: string): string {
  if (isSliceKey(key)) return 'a part';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(key, (char) => char.charCodeAt(0)),
    );
  } catch (error) {
    throw corrupt(file, 'a name is not text', error);
  }
}

function keyOf(name: string): string {
  return binaryString(new TextEncoder().encode(name));
}

class TensorBundle implements Checkpoint {
  readonly names: readonly string[];
  readonly #index: string;
  readonly #entries: ReadonlyMap<string, BundleEntry>;
  readonly #shards: readonly Shard[];
  readonly #checked = new Set<BundleEntry>();

  constructor(index: string, entries: ReadonlyMap<string, BundleEntry>, shards: readonly Shard[]) {
    this.#index = index;
    this.#entries = entries;
    this.#shards = shards;
    this.names = [...entries.keys()].filter((key) => !isSliceKey(key)).map((key) => nameOf(key, index));
  }

  has(name: string): boolean {
    return this.#entries.has(keyOf(name));
  }

  describe(name: string) {
    const entry = this.#entries.get(keyOf(name));
    if (entry === undefined) return undefined;
    return {
      dtype: entry.dtype === DT_STRING ? ('string' as const) : dtypeOf(entry.dtype),
      shape: entry.shape,
    };
  }

  tensor(name: string): Tensor {
    const entry = this.#entry(name);
    return entry.slices.length > 0 ? this.#assemble(name, entry) : this.#read(entry, name);
  }

  slice(name: string, shapeAndSlice: string): Tensor {
    const wanted = parseSliceSpec(shapeAndSlice);
    if (wanted === undefined) return this.tensor(name);
    const entry = this.#entry(name);
    const extents = spelledOut(wanted.extents, entry.shape);
    if (extents === undefined || wanted.shape.some((size, axis) => size !== entry.shape[axis])) {
      throw new ZscapeError(
        'GRAPH_INVALID',
        `The graph uses the slice ${shapeAndSlice} of ${name}, whose shape is [${entry.shape.join(', ')}].`,
      );
    }
    const stored =
      entry.slices.length > 0 ? this.#entries.get(sliceKey(keyOf(name), wanted.extents)) : undefined;
    const whole = extents.every(({ length }, axis) => length === entry.shape[axis]);
    if (stored === undefined) return whole ? this.tensor(name) : cutOut(this.tensor(name), extents, name);
    return this.#readSlice(stored, extents, name);
  }

  strings(name: string): Uint8Array[] {
    const entry = this.#entry(name);
    if (entry.dtype !== DT_STRING) throw this.#invalid(name, 'holds no strings');
    const { bytes, path } = this.#bytes(entry, name);
    return readStrings(bytes, elementCount(entry.shape, name), entry.crc32c, path, name);
  }

  #entry(name: string): BundleEntry {
    const entry = this.#entries.get(keyOf(name));
    if (entry !== undefined) return entry;
    throw new ZscapeError(
      'VARIABLE_MISSING',
      `The checkpoint ${this.#index} has no tensor ${name}. Its graph and its weights do not belong together.`,
    );
  }

  #invalid(name: string, what: string): ZscapeError {
    return new ZscapeError('TENSOR_INVALID', `${name} in ${this.#index} ${what}.`);
  }

  #dtype(entry: BundleEntry, name: string): DType {
    const dtype = dtypeOf(entry.dtype);
    if (dtype === undefined) throw this.#invalid(name, `has the unknown type number ${entry.dtype}`);
    return dtype;
  }

  #bytes(entry: BundleEntry, name: string): Shard {
    const shard = this.#shards[entry.shard];
    if (shard === undefined)
      throw corrupt(this.#index, `${name} lies in file ${entry.shard}, which is not there`);
    if (entry.offset + entry.size > shard.bytes.length)
      throw corrupt(shard.path, `${name} lies past its end`);
    return { path: shard.path, bytes: shard.bytes.subarray(entry.offset, entry.offset + entry.size) };
  }

  #read(entry: BundleEntry, name: string): Tensor {
    const dtype = this.#dtype(entry, name);
    const { bytes, path } = this.#bytes(entry, name);
    const expected = elementCount(entry.shape, name) * bytesPerElement[dtype];
    if (expected !== bytes.length) {
      throw corrupt(this.#index, `${name} has ${bytes.length} bytes where its shape needs ${expected}`);
    }
    if (!this.#checked.has(entry)) {
      if (maskedCrc32c(bytes) !== entry.crc32c) throw corrupt(path, `the checksum of ${name} is wrong`);
      this.#checked.add(entry);
    }
    return tensorFromBytes(dtype, entry.shape, bytes, name);
  }

  #readSlice(stored: BundleEntry, extents: readonly Extent[], name: string): Tensor {
    const part = this.#read(stored, `a part of ${name}`);
    const fits =
      part.shape.length === extents.length && part.shape.every((size, i) => size === extents[i]!.length);
    if (!fits) throw corrupt(this.#index, `a part of ${name} has the shape [${part.shape.join(', ')}]`);
    return part;
  }

  #assemble(name: string, entry: BundleEntry): Tensor {
    const dtype = this.#dtype(entry, name);
    const count = elementCount(entry.shape, name);
    const boxes = entry.slices.map((slice) => {
      const box = spelledOut(slice, entry.shape);
      if (box === undefined) throw corrupt(this.#index, `a part of ${name} lies outside of it`);
      return box;
    });
    const covered = boxes.reduce((sum, box) => sum + box.reduce((size, { length }) => size * length, 1), 0);
    const apart = boxes.every((box, i) => boxes.slice(0, i).every((other) => disjoint(box, other)));
    if (covered !== count || !apart) throw corrupt(this.#index, `the parts of ${name} do not make the whole`);
    const parts = entry.slices.map((slice, i) => {
      const stored = this.#entries.get(sliceKey(keyOf(name), slice));
      if (stored === undefined) throw corrupt(this.#index, `a part of ${name} is missing`);
      const part = this.#readSlice(stored, boxes[i]!, name);
      if (part.dtype !== dtype) throw corrupt(this.#index, `the parts of ${name} differ in type`);
      return part;
    });
    const whole = new Uint8Array(count * bytesPerElement[dtype]);
    parts.forEach((part, i) => {
      copyBox(whole, entry.shape, bytesOf(part), boxes[i]!, bytesPerElement[dtype], 'in');
    });
    return tensorFromBytes(dtype, entry.shape, whole, name);
  }
}
