/** The calls of the worker for long calculations, with their answers. */
import type { EvenLatents } from '../../../latent/direction/evenLatents.ts';
import type { Mark, TaughtAttribute, TeachOptions } from '../../../latent/direction/teach.ts';

export interface FoundDirection {
  /** Unit vector, float32 [size]. */
  direction: Float32Array;
  /** Its share of all variance, 0 to 1; for the closed form, its share of the layer's whole gain. */
  share: number;
}

/** Each kind of question with its answer. */
export interface Questions {
  /** Closed-form factorisation of a first convolution's kernel, HWIO [taps, size, channels]. */
  closedForm: {
    ask: { kernel: Float32Array; size: number; channels: number; count: number };
    answer: FoundDirection[];
  };
  evenLatents: {
    ask: { count: number; size: number; within: readonly Float32Array[] };
    answer: EvenLatents;
  };
  /** Principal components of samples, as directions of the latents that gave the samples. */
  components: {
    ask: { latents: readonly Float32Array[]; samples: readonly Float32Array[]; count: number };
    answer: FoundDirection[];
  };
  teach: { ask: { marks: readonly Mark[]; options: TeachOptions }; answer: TaughtAttribute };
}

export type Kind = keyof Questions;
