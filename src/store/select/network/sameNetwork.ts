/** Compares the changes inside two networks. */
import type { Growth, MapChange, NetworkState } from '../../state/network.ts';
import { changeOf } from './network.ts';

/** Returns whether both have the same changes, in any order. */
export function sameNetwork(one: NetworkState, other: NetworkState): boolean {
  return (
    one === other ||
    (one.maps.length === other.maps.length &&
      one.maps.every((change) => sameChange(change, changeOf(other, change.layer, change.map))) &&
      one.withoutNorm.length === other.withoutNorm.length &&
      one.withoutNorm.every((name) => other.withoutNorm.includes(name)) &&
      one.mix?.after === other.mix?.after &&
      sameFace(one.mix?.z, other.mix?.z) &&
      sameGrowth(one.growth, other.growth))
  );
}

function sameChange(one: MapChange, other: MapChange | undefined): boolean {
  if (!other) return false;
  if ('held' in one) return 'held' in other && sameFace(one.held, other.held);
  return 'gain' in other && one.gain === other.gain;
}

function sameGrowth(one: Growth | null, other: Growth | null): boolean {
  return (
    one === other ||
    (one?.resolution === other?.resolution && one?.alpha === other?.alpha && one?.heads === other?.heads)
  );
}

function sameFace(one: Float32Array | undefined, other: Float32Array | undefined): boolean {
  if (one === other || !one || !other) return one === other;
  return one.length === other.length && one.every((value, i) => value === other[i]);
}
