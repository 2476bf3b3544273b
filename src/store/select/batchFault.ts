/** Finds the reason why a batch cannot be made with the current settings. */
import { batchLimits } from '../../base/batchLimits.ts';
import { batchSamples } from '../state/batch.ts';
import type { State } from '../state/state.ts';
import { attributesOf } from './attributes.ts';

export interface BatchFault {
  /** No samples, too many samples, or no attribute to move along. */
  kind: 'none' | 'many' | 'attribute';
  samples: number;
}

/** Returns the fault of the settings; null if there is none. */
export function batchFault(state: State): BatchFault | null {
  const samples = batchSamples(state.batch);
  if (samples < batchLimits.samples.lowest) return { kind: 'none', samples };
  if (samples > batchLimits.samples.highest) return { kind: 'many', samples };
  const lacks = state.batch.way === 'along' && attributesOf(state).length === 0;
  return lacks ? { kind: 'attribute', samples } : null;
}
