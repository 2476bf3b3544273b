/** The output of `npm run render`: a folder, or .zip files that are written while pictures arrive. Node only. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ZscapeError } from '../../base/errors.ts';
import { type Cell, writeCsv } from '../../export/batch/metadata.ts';
import { type Shard, shardsOf } from '../../export/batch/shards.ts';
import { ShardZip } from '../../export/batch/shardZip.ts';
import { writeNpy } from '../../export/npy.ts';

export interface Sample {
  name: string;
  z: Float32Array;
  /** In the order of `columns`. */
  row: readonly Cell[];
}

export interface Target {
  /** Takes the next picture. @throws OUTPUT_UNWRITABLE */
  add(picture: Uint8Array, sample: Sample): void;
  /** The number of bytes written. */
  readonly bytes: number;
  /** Paths of the finished files. */
  readonly files: readonly string[];
  /** Removes incomplete files. */
  abandon(): void;
}

interface TargetOptions {
  out: string;
  samples: number;
  perFile: number;
  force: boolean;
  columns: readonly string[];
}

/** Opens the output. @throws OUTPUT_UNWRITABLE if it already exists, or cannot be written */
export function openTarget(options: TargetOptions): Target {
  return written(options.out, () =>
    options.out.endsWith('.zip') ? zipTarget(options) : folderTarget(options),
  );
}

function folderTarget({ out, samples, force, columns }: TargetOptions): Target {
  const pictures = join(out, 'pictures');
  if (existsSync(out) && readdirSync(out).length > 0 && !force) throw taken(out, 'exists and is not empty');
  mkdirSync(pictures, { recursive: true });
  const kept: Sample[] = [];
  let bytes = 0;
  const save = (path: string, content: Uint8Array | string) => {
    written(out, () => writeFileSync(path, content));
    bytes += content.length;
  };
  return {
    files: [out],
    get bytes() {
      return bytes;
    },
    add(picture, sample) {
      save(join(pictures, sample.name), picture);
      kept.push(sample);
      if (kept.length < samples) return;
      const { latents, size } = joined(kept);
      save(join(out, 'latents.npy'), writeNpy(latents, [samples, size]));
      save(
        join(out, 'metadata.csv'),
        writeCsv(
          columns,
          kept.map(({ row }) => row),
        ),
      );
    },
    // Each finished picture is complete by itself.
    abandon: () => undefined,
  };
}

function zipTarget({ out, samples, perFile, force, columns }: TargetOptions): Target {
  const shards = shardsOf(samples, perFile, out.slice(0, -'.zip'.length));
  const there = shards.find(({ fileName }) => existsSync(fileName));
  if (there && !force) throw taken(there.fileName, 'already exists');
  mkdirSync(dirname(out), { recursive: true });
  const files: string[] = [];
  let bytes = 0;
  let current: { shard: Shard; zip: ShardZip; fd: number; kept: Sample[] } | null = null;
  const partOf = ({ fileName }: Shard) => `${fileName}.part`;
  const begin = (shard: Shard) => {
    const fd = openSync(partOf(shard), 'w');
    const write = (chunk: Uint8Array) => {
      let at = 0;
      while (at < chunk.length) at += writeSync(fd, chunk, at);
    };
    return { shard, fd, kept: [], zip: new ShardZip(write, Date.now()) };
  };
  // Fail before the first picture is drawn if nothing can be written.
  current = begin(shards[0]!);
  return {
    files,
    get bytes() {
      return bytes + (current?.zip.bytes ?? 0);
    },
    add(picture, sample) {
      written(out, () => {
        current ??= begin(shards[files.length]!);
        const { shard, zip, fd, kept } = current;
        zip.addPicture(sample.name, picture);
        kept.push(sample);
        if (kept.length < shard.count) return;
        const { latents, size } = joined(kept);
        zip.finish(
          latents,
          size,
          writeCsv(
            columns,
            kept.map(({ row }) => row),
          ),
        );
        closeSync(fd);
        renameSync(partOf(shard), shard.fileName);
        files.push(shard.fileName);
        bytes += zip.bytes;
        current = null;
      });
    },
    abandon() {
      if (!current) return;
      closeSync(current.fd);
      rmSync(partOf(current.shard), { force: true });
      current = null;
    },
  };
}

function joined(kept: readonly Sample[]): { latents: Float32Array; size: number } {
  const size = kept[0]?.z.length ?? 0;
  const latents = new Float32Array(size * kept.length);
  kept.forEach(({ z }, i) => {
    latents.set(z, i * size);
  });
  return { latents, size };
}

function taken(path: string, what: string): ZscapeError {
  return new ZscapeError(
    'OUTPUT_UNWRITABLE',
    `${path} ${what}. Name another place with --out, or replace it with --force.`,
  );
}

function written<T>(out: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ZscapeError) throw error;
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    throw new ZscapeError('OUTPUT_UNWRITABLE', `Cannot write to ${out}: ${why}.`, { cause: error });
  }
}
