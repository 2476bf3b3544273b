/** Computes the changes between those inside two networks. */
import { type Growth, type MapChange, type NetworkState, networkLimits } from '../../state/network.ts';
import { changeOf, type GrownModel, growthAt, growthSizes, plainGrowth, shareOfGrowth } from './network.ts';
import { sameNetwork } from './sameNetwork.ts';

/**
 * Returns the changes between two keys of a path. Gains and growth are interpolated; a missing gain counts as 1. Held maps, a mix and layers
 * without PixelNorm cannot be interpolated and switch at the second key.
 * @param share of the way, 0 to 1
 * @returns one of the two itself if they do not differ
 */
export function networkBetween(
  model: GrownModel,
  one: NetworkState,
  other: NetworkState,
  share: number,
): NetworkState {
  if (share <= 0 || sameNetwork(one, other)) return one;
  if (share >= 1) return other;
  const between: NetworkState = {
    ...one,
    maps: mapsBetween(one, other, share),
    growth: growthBetween(model, one.growth, other.growth, share),
  };
  return sameNetwork(between, one) ? one : between;
}

function mapsBetween(one: NetworkState, other: NetworkState, share: number): readonly MapChange[] {
  const gain = ({ layer, map }: MapChange, from: number, to: number): MapChange[] => {
    const now = from + share * (to - from);
    return now === 1 ? [] : [{ layer, map, gain: now }];
  };
  const leaving = one.maps.flatMap((change) => {
    if ('held' in change) return [change];
    const next = changeOf(other, change.layer, change.map);
    return gain(change, change.gain, next === undefined ? 1 : 'held' in next ? change.gain : next.gain);
  });
  const coming = other.maps.flatMap((change) => {
    const isOwn = changeOf(one, change.layer, change.map) !== undefined;
    return isOwn || 'held' in change ? [] : gain(change, 1, change.gain);
  });
  return [...leaving, ...coming].slice(0, networkLimits.maps);
}

function growthBetween(
  model: GrownModel,
  one: Growth | null,
  other: Growth | null,
  share: number,
): Growth | null {
  const heads = one?.heads ?? other?.heads;
  if (!heads || (other && other.heads !== heads)) return one;
  const sizes = growthSizes(model, heads);
  const isKnown = (growth: Growth | null) => growth === null || sizes.includes(growth.resolution);
  if (!isKnown(one) || !isKnown(other)) return one;
  const [from, to] = [shareOfGrowth(sizes, one), shareOfGrowth(sizes, other)];
  return plainGrowth(model, growthAt(sizes, heads, from + share * (to - from)));
}
