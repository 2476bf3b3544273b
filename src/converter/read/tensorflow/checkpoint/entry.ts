/** One entry of a checkpoint's index, with its 64-bit numbers checked and converted. */
import type { BundleEntryProto } from '../../proto/gen/tensorflow/tensor_bundle_pb.ts';
import { corrupt } from './corrupt.ts';
import type { Extent } from './orderedCode.ts';

export interface BundleEntry {
  /** TensorFlow's number of the type. */
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
  /** The masked checksum of its bytes. */
  readonly crc32c: number;
  /** Not empty for a partitioned tensor, whose bytes are stored under the keys of these slices. */
  readonly slices: readonly (readonly Extent[])[];
}

/** A variable is partitioned for only a handful of machines. */
const maxSlices = 1024;
const maxRank = 16;

/** Parses an entry. @throws CHECKPOINT_CORRUPT for numbers that make no sense. */
export function parseEntry(proto: BundleEntryProto, file: string, name: string): BundleEntry {
  const plain = (value: bigint) => {
    if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER))
      throw corrupt(file, `${name} has an absurd number`);
    return Number(value);
  };
  const { shape } = proto;
  if (shape?.unknownRank) throw corrupt(file, `${name} has no shape`);
  const rank = Math.max(
    shape?.dim.length ?? 0,
    ...proto.slices.slice(0, maxSlices).map(({ extent }) => extent.length),
  );
  if (proto.slices.length > maxSlices || rank > maxRank) throw corrupt(file, `${name} has too many parts`);
  return {
    dtype: proto.dtype,
    shape: (shape?.dim ?? []).map((dim) => plain(dim.size)),
    shard: proto.shardId,
    offset: plain(proto.offset),
    size: plain(proto.size),
    crc32c: proto.crc32c,
    slices: proto.slices.map(({ extent }) =>
      extent.map(({ start, hasLength }) => ({
        start: plain(start),
        length: hasLength.case === 'length' ? plain(hasLength.value) : -1,
      })),
    ),
  };
}
