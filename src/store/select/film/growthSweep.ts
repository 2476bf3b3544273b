/** The current face while the network grows, for films of it. */
import type { WalkEnd } from '../../state/journeys.ts';
import type { NetworkState } from '../../state/network.ts';
import type { State } from '../../state/state.ts';
import { presentEnd } from '../faces.ts';
import { growthAt, growthSizes, headsOf } from '../network/network.ts';

interface GrowthSweep {
  ends: readonly [WalkEnd];
  at(): Float32Array;
  /** Returns the changes inside the network after a share of its growing. */
  changesAt(share: number): NetworkState;
}

/** Returns the sweep; null for a model whose growth cannot be shown. */
export function growthSweep({
  model,
  face,
  network,
  growthHeads,
}: Pick<State, 'model' | 'face' | 'network' | 'growthHeads'>): GrowthSweep | null {
  const end = presentEnd({ face, model });
  const heads = headsOf({ model, network, growthHeads });
  if (!model || !end || !heads) return null;
  const sizes = growthSizes(model, heads);
  return {
    ends: [end],
    at: () => end.z,
    changesAt: (share) => ({ ...network, growth: growthAt(sizes, heads, share) }),
  };
}
