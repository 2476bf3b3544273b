/**
 * Computes gradients: by the model's own generator if it has them, otherwise by the WASM kernels beside it, which hold
 * the same model from the first gradient until another model or backend becomes current. The kernels also take over if a
 * device turns out to have no room for its own gradients.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { Gradients } from '../../backends/backend.ts';
import { asFailure } from '../../backends/failures.ts';
import type { RawImage } from '../../contract.ts';
import type { ActiveBackend } from '../activeBackend.ts';
import type { Beside } from '../beside.ts';
import type { HeldBundle } from '../heldBundle.ts';
import type { Recovery } from '../recovery.ts';
import type { Scheduler } from '../scheduler.ts';

export class GradientDesk {
  readonly #active: ActiveBackend;
  readonly #scheduler: Scheduler;
  readonly #recovery: Recovery;
  readonly #beside: Beside;

  constructor(active: ActiveBackend, scheduler: Scheduler, recovery: Recovery, beside: Beside) {
    this.#active = active;
    this.#scheduler = scheduler;
    this.#recovery = recovery;
    this.#beside = beside;
  }

  /** Lists the resolutions that have gradients, from low to high. @throws GRADIENT_UNAVAILABLE, CANCELLED */
  async resolutions(signal: AbortSignal): Promise<number[]> {
    let found: readonly number[] = [];
    await this.#each(1, signal, async (_, gradients) => {
      await gradients.prove?.();
      found = gradients.resolutions;
    });
    return [...found];
  }

  /**
   * Computes the pictures of the first of zs, as many as the backend keeps for their gradients.
   * @param resolution the full picture's by default. @throws GRADIENT_UNAVAILABLE, ENGINE_FAILED, CANCELLED
   */
  async pictures(
    zs: readonly Float32Array[],
    resolution: number | undefined,
    signal: AbortSignal,
  ): Promise<RawImage[]> {
    let found: RawImage[] = [];
    await this.#each(Math.min(1, zs.length), signal, async (_, gradients, gap) => {
      const at = resolution ?? gradients.resolutions.at(-1)!;
      found = gradients.together
        ? await gradients.together.pictures(zs, at, gap)
        : [await gradients.picture(zs[0]!, at, gap)];
    });
    return found;
  }

  /** Computes the gradient of each z from its picture's. @throws as `pictures` */
  async gradient(
    zs: readonly Float32Array[],
    dPictures: readonly Float32Array[],
    resolution: number | undefined,
    signal: AbortSignal,
  ): Promise<Float32Array[]> {
    if (zs.length !== dPictures.length) {
      throw new ZscapeError(
        'ENGINE_FAILED',
        `There are ${zs.length} latent vectors and gradients of ${dPictures.length} pictures.`,
      );
    }
    const found: Float32Array[] = [];
    await this.#each(zs.length, signal, async (i, gradients, gap) => {
      if (found.length > i) return; // computed together with an earlier one
      const at = resolution ?? gradients.resolutions.at(-1)!;
      const some = gradients.together
        ? await gradients.together.gradients(zs.slice(i), dPictures.slice(i), at, gap)
        : [await gradients.gradient(zs[i]!, dPictures[i]!, at, gap)];
      found.push(...some);
    });
    return found;
  }

  /**
   * Works in small steps, with frames between them and in their gaps; after a breakage the replacement computes it again.
   */
  #each(
    count: number,
    signal: AbortSignal,
    work: (i: number, gradients: Gradients, gap: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    return this.#scheduler.batch(
      count,
      async (start, end, gap) => {
        for (let i = start; i < end; i++) {
          const own = this.#active.model.gradients;
          const ended = own && (await this.#attempt(() => work(i, own, gap)));
          if (!ended) await this.#aside((gradients) => work(i, gradients, gap));
        }
      },
      signal,
      () => this.#recovery.underWay,
    );
  }

  /** Attempts the work. @returns false if the device cannot do it, but the WASM kernels might. @throws as the work */
  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await this.#recovery.attempt(work);
      return true;
    } catch (error) {
      const { backend, bundle } = this.#active;
      const unfit = error instanceof ZscapeError && error.code === 'GRADIENT_UNAVAILABLE';
      if (unfit && backend?.name !== 'wasm' && bundle?.manifest.generator.family === 'progan') return false;
      throw error;
    }
  }

  async #aside<T>(work: (gradients: Gradients) => Promise<T>): Promise<T> {
    try {
      const gradients = await this.#beside.part((generator) => generator.gradients);
      if (!gradients) throw withoutSimd(this.#active.bundle);
      return await work(gradients);
    } catch (error) {
      throw asFailure(error, 'A gradient could not be computed');
    }
  }
}

const withoutSimd = (bundle: HeldBundle | undefined) =>
  new ZscapeError(
    'GRADIENT_UNAVAILABLE',
    `${bundle?.manifest.title ?? 'The model'} cannot be differentiated in this browser because it lacks WebAssembly SIMD.`,
  );
