/** Measures a model by its pictures: variety, smoothness, and the cost of a picture. */
import { isAbort, throwIfCancelled, toPlainError } from '../../base/errors.ts';
import type { BackendName, RawImage } from '../../engine/contract.ts';
import { type Way, wayBetween } from '../../latent/vector/interpolate.ts';
import {
  smoothnessOf,
  type WalkFigures,
  walkFigures,
  walkPlaces,
  walkSteps,
} from '../../network/measure/smoothness.ts';
import { meanOf } from '../../network/variety/mean.ts';
import { type Draw, sampleFace } from '../../store/select/faces.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { MeasurePlan, ModelFigures } from '../../store/state/measure.ts';
import type { Model } from '../../store/state/state.ts';
import type { Questions } from './compare/compare.ts';
import type { Comparer } from './compare/comparer.ts';

/** The source of pictures. */
export interface Source {
  model: Model;
  /** How samples are drawn. */
  draw: Draw;
  /** Returns the network's own values for a latent. */
  values(z: Float32Array): Promise<RawImage>;
  /** Returns the current backend; null if times mean nothing, because the page is hidden. */
  backend(): BackendName | null;
}

interface Listening {
  signal: AbortSignal;
  onProgress(done: number): void;
}

/** Samples have the seeds from 0 on, and the ends of walks those from here on. */
const firstEnd = 1_000_000;
/** Comparisons that may wait for the worker; each holds some pictures. */
const mostWaiting = 4;
/** How often a picture is requested if the engine fails, and the wait before another try, in milliseconds. */
const tries = 4;
const patienceMs = 400;

/** Returns the number of pictures that a plan needs. */
export function picturesOf({ pairs, walks }: MeasurePlan): number {
  return 2 * pairs + walks * (2 * walkSteps + 1);
}

/** Returns the seeds of the ends of the walks. */
export function endsOf(walks: number): (readonly [number, number])[] {
  return Array.from({ length: walks }, (_, i) => [firstEnd + 2 * i, firstEnd + 2 * i + 1] as const);
}

/**
 * Measures the model. Pictures come one after the other, in the gaps between the frames on the canvas.
 * @throws CANCELLED when the signal fires, and any error of the source and the comparer
 */
export async function measureModel(
  source: Source,
  plan: MeasurePlan,
  comparer: Pick<Comparer, 'ask'>,
  { signal, onProgress }: Listening,
): Promise<ModelFigures> {
  const { model, draw } = source;
  const range = model.image.range;
  const camera = new Camera(source, signal, onProgress);
  const waiting = new Set<Promise<unknown>>();
  /** Lets the worker compare while the next picture is computed. */
  const ask = async <K extends keyof Questions, T>(
    kind: K,
    question: Questions[K]['ask'],
    take: (answer: Questions[K]['answer']) => T,
  ): Promise<void> => {
    const going = comparer.ask(kind, question).then(take);
    waiting.add(going);
    // A failure is handled where all are awaited.
    going.then(
      () => waiting.delete(going),
      () => undefined,
    );
    if (waiting.size >= mostWaiting) await Promise.race(waiting);
  };
  const face = (seed: number) => sampleFace(model, seed, draw).z;

  const similar: number[] = [];
  const small: Float32Array[] = [];
  for (let i = 0; i < plan.pairs; i++) {
    const one = await camera.take(face(i));
    const other = await camera.take(face(i + plan.pairs));
    await ask('pair', { one, other, range }, (answer) => {
      similar[i] = answer.msSsim;
      [small[i], small[i + plan.pairs]] = answer.small;
    });
  }
  await Promise.all(waiting);
  const twins = await comparer.ask('twins', { pictures: small });

  const ends = endsOf(plan.walks);
  const walks: WalkFigures[] = [];
  for (const [a, b] of ends) walks.push(await walk(wayBetween('slerp', face(a), face(b), spaceOf(model))));

  async function walk(way: Way): Promise<WalkFigures> {
    const changes: number[] = [];
    const nearby: number[] = [];
    let begin = await camera.take(way(0));
    for (let step = 0; step < walkSteps; step++) {
      const near = await camera.take(way(walkPlaces.near[step]!));
      const end = await camera.take(way(walkPlaces.ends[step + 1]!));
      await ask('step', { begin, near, end, range }, (found) => {
        changes[step] = found.change;
        nearby[step] = found.nearby;
      });
      begin = end;
    }
    await Promise.all(waiting);
    return walkFigures(changes, nearby);
  }

  return {
    plan,
    msSsim: meanOf(similar),
    twins,
    seeds: small.map((_, seed) => seed),
    smoothness: walks.length > 0 ? { ...smoothnessOf(walks), ends } : null,
    frame: camera.cost,
    repeated: camera.repeated,
  };
}

/** Takes one picture after the other and measures its time; after a failure of the engine it tries again. */
class Camera {
  repeated = 0;
  readonly #source: Source;
  readonly #signal: AbortSignal;
  readonly #onProgress: (done: number) => void;
  #done = 0;
  /** Times of the current backend. */
  #times: { backend: BackendName; ms: number[] } | null = null;

  constructor(source: Source, signal: AbortSignal, onProgress: (done: number) => void) {
    this.#source = source;
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  /** Returns the median time of a picture. */
  get cost(): ModelFigures['frame'] {
    if (!this.#times) return null;
    const { backend, ms } = this.#times;
    return { backend, ms: ms.toSorted((p, q) => p - q)[ms.length >> 1]! };
  }

  async take(z: Float32Array): Promise<RawImage> {
    for (let attempt = 1; ; attempt++) {
      throwIfCancelled(this.#signal);
      const before = this.#source.backend();
      const began = performance.now();
      try {
        const picture = await this.#source.values(z);
        const took = performance.now() - began;
        if (before !== null && before === this.#source.backend()) this.#note(before, took);
        this.#onProgress(++this.#done);
        return picture;
      } catch (error) {
        if (isAbort(error) || attempt === tries || !comesBack(error)) throw error;
        this.repeated++;
        await new Promise((resolve) => setTimeout(resolve, attempt * patienceMs));
      }
    }
  }

  #note(backend: BackendName, ms: number): void {
    if (this.#times?.backend !== backend) this.#times = { backend, ms: [] };
    this.#times.ms.push(ms);
  }
}

/** Tells whether the engine recovers from the failure by itself, with another device or backend. */
function comesBack(error: unknown): boolean {
  const { code } = toPlainError(error);
  return code === 'DEVICE_LOST' || code === 'ENGINE_FAILED' || code === 'OUT_OF_MEMORY';
}
