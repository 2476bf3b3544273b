/**
 * Latents in a recipe. A face that is exactly the sample of its seed is written as that seed; the bytes of all others are
 * in a table once, and each place refers to its entry. `LatentTable` writes what `fillLatents` reads.
 */

import { sampleFace } from '../../store/select/faces.ts';
import { classOf } from '../../store/select/space.ts';
import type { WalkEnd } from '../../store/state/journeys.ts';
import type { Model } from '../../store/state/state.ts';
import { toBase64 } from '../saved/packedLatents.ts';

/** The face of a seed, drawn as `sampleFace` does. */
interface SampleRef {
  seed: number;
  spread?: number | undefined;
  class?: number | undefined;
}

type LatentRef = { $sample: SampleRef } | { $latent: number };

export class LatentTable {
  readonly #model: Model;
  /** Keyed by the latent's bytes. */
  readonly #refs = new Map<string, LatentRef>();
  /** Base64 of float32. */
  readonly latents: string[] = [];

  /** @param drawn faces that may be samples of their seeds */
  constructor(model: Model, drawn: readonly Pick<WalkEnd, 'seed' | 'spread' | 'z'>[]) {
    this.#model = model;
    for (const face of drawn) {
      const sample = this.#sampleOf(face);
      if (sample) this.#refs.set(toBase64(face.z), { $sample: sample });
    }
  }

  refTo(z: Float32Array): LatentRef {
    const bytes = toBase64(z);
    const known = this.#refs.get(bytes);
    if (known) return known;
    const ref = { $latent: this.latents.push(bytes) - 1 };
    this.#refs.set(bytes, ref);
    return ref;
  }

  #sampleOf({ seed, spread = 1, z }: Pick<WalkEnd, 'seed' | 'spread' | 'z'>): SampleRef | null {
    // Samples of a model's own prior depend on a file of its bundle that is not among the weights that a recipe names.
    if (seed === null || this.#model.cloud) return null;
    const index = classOf(this.#model, z);
    const sample = sampleFace(this.#model, seed, { spread, class: index });
    if (toBase64(sample.z) !== toBase64(z)) return null;
    return { seed, ...(spread !== 1 && { spread }), ...(index !== undefined && { class: index }) };
  }
}

/**
 * Replaces the references in a state read from a recipe with latents. The same reference gives the same array, as in a
 * face without edits.
 */
export function fillLatents(
  state: unknown,
  latents: readonly Float32Array[],
  draw: (sample: unknown) => Float32Array,
): unknown {
  const drawn = new Map<string, Float32Array>();
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    if ('$latent' in value && typeof value.$latent === 'number') return latents[value.$latent];
    if ('$sample' in value) {
      const key = JSON.stringify(value.$sample);
      const z = drawn.get(key) ?? draw(value.$sample);
      drawn.set(key, z);
      return z;
    }
    // Among the amounts of attributes any name is possible, and none is a latent.
    const parts = Object.entries(value);
    return Object.fromEntries(parts.map(([name, part]) => [name, name === 'amounts' ? part : fill(part)]));
  };
  return fill(state);
}
