/**
 * The messages between the page and the worker of the search. The worker does the arithmetic and has no engine: it
 * requests pictures and gradients, and the page's engine provides them.
 */
import type { PlainError } from '../../../base/errors.ts';
import type {
  Picture,
  ProjectionOptions,
  ProjectionProgress,
  ProjectionResult,
  Target,
} from '../../../latent/projection/contract.ts';

export interface SearchAsk {
  target: Target;
  /** Continues from this result if there is one. */
  from: ProjectionResult | null;
  options: Omit<ProjectionOptions, 'signal' | 'enough' | 'onProgress'>;
}

/** From the worker. `ticket` is answered by the orders that carry it. */
export type SearchNews =
  | { type: 'progress'; progress: ProjectionProgress }
  | { type: 'sizes'; ticket: number }
  | { type: 'pictures'; ticket: number; zs: readonly Float32Array[]; resolution: number }
  | { type: 'gradient'; ticket: number; zs: readonly Float32Array[]; resolution: number }
  /** The worker's gradient with respect to a picture that it was shown for that ticket. */
  | { type: 'loss'; ticket: number; index: number; dPicture: Float32Array }
  | { type: 'lossFailed'; ticket: number; index: number; error: PlainError };

export interface SearchCalls {
  search: { ask: SearchAsk; answer: ProjectionResult; news: SearchNews };
}

/** From the page. */
export type SearchOrder =
  /** The nearest face so far is good enough. */
  | { type: 'enough' }
  | { type: 'granted'; ticket: number; value: number[] | Picture[] | Float32Array[] }
  | { type: 'refused'; ticket: number; error: PlainError }
  | { type: 'picture'; ticket: number; index: number; picture: Picture };
