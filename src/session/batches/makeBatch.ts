/** Makes the missing files of a batch, with its own workers. */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { brokenWorker, Encoders } from '../../export/batch/encoders.ts';
import { type Shard, shardsOf } from '../../export/batch/shards.ts';
import { ShardWriter } from '../../export/batch/shardWriter.ts';
import type { BatchFile } from '../../store/state/batch.ts';
import type { Model } from '../../store/state/state.ts';
import type { BatchJob } from './jobs.ts';
import { makeShard, type ShardTools } from './makeShard.ts';
import { samplesOf } from './samples.ts';

/** A worker that the system ends silently is noticed by its silence: after this many checks, this many milliseconds apart. */
const mostLooks = 12;
const lookMs = 5000;

interface MakeOptions {
  job: Pick<BatchJob, 'recipe' | 'files'>;
  folder: FileSystemDirectoryHandle;
  model: Model;
  pictures: ShardTools['pictures'];
  signal: AbortSignal;
  /** Called with the number of pictures that are on disk or on their way there. */
  onPicture: (done: number) => void;
  /** Called with each complete file. The next one begins when this has resolved. */
  onFile: (file: BatchFile) => Promise<void>;
}

/** Makes the missing files. @throws CANCELLED, and any error of making a file; earlier files are complete then */
export async function makeBatch(options: MakeOptions): Promise<void> {
  const { recipe, files } = options.job;
  const shards = shardsOf(recipe.samples, recipe.perFile, recipe.stem);
  for (const shard of shards.slice(files.length)) {
    let bytes: number;
    try {
      bytes = await withWorkers(shard, options);
    } catch (error) {
      // A single failure may be chance.
      if (!(error instanceof ZscapeError) || error.code !== 'WORKER_UNAVAILABLE') throw error;
      bytes = await withWorkers(shard, options);
    }
    await options.onFile({ name: shard.fileName, bytes });
  }
}

async function withWorkers(shard: Shard, options: MakeOptions): Promise<number> {
  const { job, folder, model, pictures, signal, onPicture } = options;
  throwIfCancelled(signal);
  const { recipe } = job;
  const encoders = new Encoders(recipe);
  const writer = new ShardWriter();
  let looks = 0;
  const watch = setInterval(() => {
    looks = encoders.waiting || writer.waiting ? looks + 1 : 0;
    if (looks < mostLooks) return;
    encoders.end(brokenWorker('packs pictures'));
    writer.stop(brokenWorker('writes the files'));
  }, lookMs);
  try {
    return await makeShard(
      shard,
      { pictures, encoders, writer },
      {
        folder,
        signal,
        samples: samplesOf(recipe, model),
        network: recipe.network,
        pictureBytes: 4 * Math.max(recipe.width * recipe.height, model.image.width * model.image.height),
        onPicture(done) {
          looks = 0;
          onPicture(shard.first + done);
        },
      },
    );
  } finally {
    clearInterval(watch);
    encoders.end();
    await writer.end();
  }
}
