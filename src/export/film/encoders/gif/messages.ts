/** Calls of a band's worker. */
import type { BandFrame } from './band.ts';
import type { Bits } from './bits.ts';

export interface BandCalls {
  /** Forgets all frames. */
  start: {
    ask: { width: number; height: number; top: number; noise: Float32Array | null };
    answer: undefined;
  };
  frame: { ask: Omit<BandFrame, 'noise'>; answer: Bits };
}
