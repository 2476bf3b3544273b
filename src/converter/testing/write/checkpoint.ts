/** Writes a checkpoint as TensorFlow's Saver does: index and shards, whole or partitioned variables. */
import { create, toBinary } from '@bufbuild/protobuf';
import { dtypeNumber } from '../../graph/dtypes.ts';
import type { Tensor } from '../../graph/tensor.ts';
import {
  BundleEntryProtoSchema,
  BundleHeaderProtoSchema,
} from '../../read/proto/gen/tensorflow/tensor_bundle_pb.ts';
import { maskedCrc32c } from '../../read/tensorflow/checkpoint/crc.ts';
import { type Extent, sliceKey } from '../../read/tensorflow/checkpoint/orderedCode.ts';
import { bytesOf, cutOut } from '../../read/tensorflow/checkpoint/slices.ts';
import { concat } from '../bytes.ts';
import { type TableOptions, writeTable } from './table.ts';

export interface CheckpointOptions extends TableOptions {
  /** The number of files over which the weights are distributed in turn. */
  readonly shards?: number;
  /** The number of parts into which a variable is divided along its longest axis; undefined or 1 leaves it whole. */
  readonly partsOf?: (name: string) => number | undefined;
}

/** Divides a variable into boxes of nearly equal size, along its longest axis. */
export function partition(shape: readonly number[], parts: number): Extent[][] {
  const axis = shape.indexOf(Math.max(...shape));
  const size = shape[axis]!;
  return Array.from({ length: parts }, (_, i) => {
    const start = Math.floor((size * i) / parts);
    const end = Math.floor((size * (i + 1)) / parts);
    return shape.map((length, a) => (a === axis ? { start, length: end - start } : { start: 0, length }));
  });
}

/** Writes a checkpoint. @returns files by path: `<prefix>.index` and `<prefix>.data-0000i-of-0000n`. */
export function writeCheckpoint(
  prefix: string,
  variables: ReadonlyMap<string, Tensor>,
  options: CheckpointOptions = {},
): Map<string, Uint8Array> {
  const count = options.shards ?? 1;
  const shards = Array.from({ length: count }, () => ({ parts: [] as Uint8Array[], size: 0 }));
  const header = create(BundleHeaderProtoSchema, { numShards: count, version: { producer: 1 } });
  const entries: [string, Uint8Array][] = [['', toBinary(BundleHeaderProtoSchema, header)]];
  let next = 0;
  const store = (key: string, tensor: Tensor) => {
    const shardId = next++ % count;
    const shard = shards[shardId]!;
    const bytes = bytesOf(tensor);
    const entry = create(BundleEntryProtoSchema, {
      dtype: dtypeNumber(tensor.dtype),
      shape: shapeProto(tensor.shape),
      shardId,
      offset: BigInt(shard.size),
      size: BigInt(bytes.length),
      crc32c: maskedCrc32c(bytes),
    });
    entries.push([key, toBinary(BundleEntryProtoSchema, entry)]);
    shard.parts.push(bytes);
    shard.size += bytes.length;
  };
  for (const [name, tensor] of variables) {
    const parts = options.partsOf?.(name) ?? 1;
    if (parts <= 1) {
      store(name, tensor);
      continue;
    }
    const boxes = partition(tensor.shape, parts);
    const entry = create(BundleEntryProtoSchema, {
      dtype: dtypeNumber(tensor.dtype),
      shape: shapeProto(tensor.shape),
      slices: boxes.map((box) => ({
        extent: box.map(({ start, length }) => ({
          start: BigInt(start),
          hasLength: { case: 'length' as const, value: BigInt(length) },
        })),
      })),
    });
    entries.push([name, toBinary(BundleEntryProtoSchema, entry)]);
    for (const box of boxes) store(sliceKey(name, box), cutOut(tensor, box, name));
  }
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const digits = (value: number) => String(value).padStart(5, '0');
  return new Map([
    [`${prefix}.index`, writeTable(entries, options)],
    ...shards.map(({ parts }, i): [string, Uint8Array] => [
      `${prefix}.data-${digits(i)}-of-${digits(count)}`,
      parts.length === 1 ? parts[0]! : concat(parts),
    ]),
  ]);
}

function shapeProto(shape: readonly number[]) {
  return { dim: shape.map((size) => ({ size: BigInt(size) })) };
}
