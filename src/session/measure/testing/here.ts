/** Compares pictures without a worker. */
import { comparisons } from '../compare/compare.ts';
import type { Comparer } from '../compare/comparer.ts';

export const comparer: Pick<Comparer, 'ask'> = {
  ask: async (kind, question) => comparisons[kind](question),
};
