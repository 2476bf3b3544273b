/** Hands stretches of images to workers and writes the results in order. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ZscapeError } from '../../src/base/errors.ts';
import type { DatasetArguments } from './arguments.ts';
import type { Drawn, Stretch } from './draw.worker.ts';
import { dividedSeeds, imageSeeds } from './seeds.ts';
import { findSource, type Image } from './source.ts';
import { DatasetWriter, imagesPerShard } from './write.ts';

const imagesPerStretch = 50;

export interface GenerateHooks {
  readonly onProgress?: (done: number, count: number) => void;
  readonly signal?: AbortSignal;
}

/** @returns bytes of the shards. @throws USAGE, OUTPUT_UNWRITABLE, or the signal's reason; nothing is left behind then. */
export async function generate(args: DatasetArguments, hooks: GenerateHooks = {}): Promise<number> {
  const source = findSource(args.recipe, args.style);
  const writer = await DatasetWriter.open(args.out, source.columns);
  try {
    let done = 0;
    let pictures: Uint8Array[] = [];
    let shows: Image['shows'][] = [];
    const flush = async () => {
      await writer.addShard(pictures, shows);
      pictures = [];
      shows = [];
    };
    for await (const drawn of inOrder(args, hooks.signal)) {
      for (const [at, picture] of drawn.pictures.entries()) {
        pictures.push(picture);
        shows.push(drawn.shows[at] ?? {});
        if (pictures.length === imagesPerShard) await flush();
      }
      done += drawn.pictures.length;
      hooks.onProgress?.(done, args.count);
    }
    if (pictures.length > 0) await flush();
    const { size, count, heldOut, seed } = args;
    return await writer.finish({ ...source.about, size, count, held_out: heldOut, seed });
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/** Yields what the workers drew, in order. Each runs at most two stretches ahead of the writer, so memory stays bounded. */
async function* inOrder(args: DatasetArguments, signal?: AbortSignal): AsyncGenerator<Drawn> {
  const stretches = stretchesOf(args);
  const file = fileURLToPath(new URL('./draw.worker.ts', import.meta.url));
  // Processes, not threads: threads of Node 20 do not inherit the TypeScript loader.
  const workers = Array.from({ length: Math.min(args.workers, stretches.length) }, () =>
    fork(file, [args.recipe, args.style, String(args.size)], {
      execArgv: ['--import', import.meta.resolve('tsx')],
      serialization: 'advanced',
    }),
  );
  let fail: (why: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  const onAbort = () => fail(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  const waiting = new Map<number, (drawn: Drawn) => void>();
  const ahead: Promise<Drawn>[] = [];
  for (const worker of workers) {
    worker.on('message', (message) => {
      const drawn = message as Drawn;
      waiting.get(drawn.start)?.(drawn);
    });
    worker.on('error', fail);
    worker.on('exit', (code) => {
      if (code !== 0)
        fail(new ZscapeError('INTERNAL', `A drawing process ended with code ${code}; its message is above.`));
    });
  }
  let next = 0;
  const handOut = () => {
    const stretch = stretches[next];
    const worker = workers[next % workers.length];
    if (stretch === undefined || worker === undefined) return;
    next++;
    ahead.push(new Promise((resolve) => waiting.set(stretch.start, resolve)));
    worker.send(stretch);
  };
  try {
    signal?.throwIfAborted();
    for (let i = 0; i < 2 * workers.length; i++) handOut();
    for (let first = ahead.shift(); first !== undefined; first = ahead.shift()) {
      const drawn = await Promise.race([first, failed]);
      waiting.delete(drawn.start);
      handOut();
      yield drawn;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    for (const worker of workers) if (worker.connected) worker.disconnect();
  }
}

/** The seeds of all images. Avatars with none held out keep the seeds that they have always had. */
export function seedsOf({ recipe, seed, count, heldOut }: DatasetArguments): readonly number[] {
  const whole = recipe === 'avatars' && heldOut === 0;
  return whole ? imageSeeds(seed, count) : dividedSeeds(seed, count, heldOut);
}

function stretchesOf(args: DatasetArguments): readonly Stretch[] {
  const { count } = args;
  const seeds = seedsOf(args);
  return Array.from({ length: Math.ceil(count / imagesPerStretch) }, (_, index) => {
    const start = index * imagesPerStretch;
    return { start, seeds: seeds.slice(start, start + imagesPerStretch) };
  });
}
