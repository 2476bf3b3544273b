/**
 * Makes one file of a batch: renders its pictures in the engine's spare time, encodes them side by side, and writes them
 * in order.
 */
import { throwIfCancelled } from '../../base/errors.ts';
import type { Encoders } from '../../export/batch/encoders.ts';
import { writeCsv } from '../../export/batch/metadata.ts';
import type { Shard } from '../../export/batch/shards.ts';
import type { ShardWriter } from '../../export/batch/shardWriter.ts';
import { createDeferred } from '../../export/deferred.ts';
import { isUnchanged, type NetworkState } from '../../store/state/network.ts';
import type { Pictures } from '../pictures.ts';
import { toBase64 } from '../saved/packedLatents.ts';
import type { samplesOf } from './samples.ts';

/** Most bytes of pictures in progress, before they are encoded. */
const mostWaiting = 8e6;
const largestGroup = 32;

export interface ShardTools {
  pictures: Pick<Pictures, 'render'>;
  encoders: Pick<Encoders, 'encode'>;
  writer: Pick<ShardWriter, 'begin' | 'add' | 'finish'>;
}

export interface ShardOptions {
  folder: FileSystemDirectoryHandle;
  samples: ReturnType<typeof samplesOf>;
  /** The changes inside the network; the current ones if left out. */
  network?: NetworkState | undefined;
  /** Bytes of one picture from the engine. */
  pictureBytes: number;
  signal: AbortSignal;
  /** Called after each picture that is on its way to the disk, with their number in this file. */
  onPicture: (done: number) => void;
}

/**
 * Makes the file. @returns its length in bytes. @throws CANCELLED, and any error of rendering, encoding and writing; the
 * file does not exist then
 */
export async function makeShard(
  { first, count, fileName }: Shard,
  { pictures, encoders, writer }: ShardTools,
  { folder, samples, network, pictureBytes, signal, onPicture }: ShardOptions,
): Promise<number> {
  throwIfCancelled(signal);
  await writer.begin(folder, fileName, Date.now());
  const group = Math.max(1, Math.min(largestGroup, Math.floor(mostWaiting / 2 / pictureBytes)));
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  const rows: ReturnType<typeof samples.at>['row'][] = [];
  let latents: Float32Array | null = null;
  let written = 0;
  let rendered = 0;
  let failure: unknown;
  let progress = createDeferred<void>();
  /** The pictures so far, in order. */
  let line: Promise<void> = Promise.resolve();

  const take = (name: string, image: ImageBitmap) => {
    rendered += 1;
    const packed = encoders.encode(image);
    packed.catch(() => undefined); // reported when its turn comes
    line = line
      .then(async () => {
        if (failure !== undefined) return;
        await writer.add(name, await packed);
        onPicture(++written);
      })
      .catch((error: unknown) => {
        failure ??= error;
        ended.abort();
      })
      .finally(() => progress.resolve());
  };
  signal.addEventListener('abort', () => progress.resolve(), { once: true });
  const fewWait = async () => {
    while (rendered - written >= group && failure === undefined) {
      progress = createDeferred();
      await progress.promise;
      throwIfCancelled(signal);
    }
  };

  try {
    for (let at = 0; at < count; at += group) {
      await fewWait();
      if (failure !== undefined) break;
      const chosen = Array.from({ length: Math.min(group, count - at) }, (_, i) =>
        samples.at(first + at + i),
      );
      latents ??= new Float32Array(count * chosen[0]!.z.length);
      for (const [i, { z, row }] of chosen.entries()) {
        latents.set(z, (at + i) * z.length);
        rows.push(row);
      }
      await pictures.render(
        chosen.map(({ z }) => z),
        {
          signal: stop,
          ...(network && { changes: isUnchanged(network) ? null : network }),
          onImage: (i, image) => take(chosen[i]!.name, image),
        },
      );
    }
  } catch (error) {
    throwIfCancelled(signal);
    throw failure ?? error;
  }
  await line;
  throwIfCancelled(signal);
  if (failure !== undefined) throw failure;
  if (!latents) throw new RangeError('A file without samples.');
  return writer.finish(
    latents,
    latents.length / count,
    writeCsv(samples.columns, rows),
    changesText(network),
  );
}

/** Writes the changes as JSON, latents as base64 of little-endian float32. @returns null for a network without changes */
function changesText(network: NetworkState | undefined): string | null {
  if (!network || isUnchanged(network)) return null;
  const plain = (_: string, value: unknown) => (value instanceof Float32Array ? toBase64(value) : value);
  return JSON.stringify(network, plain, 2);
}
