/** Decides which changes fit which network. Pure: returns the remaining changes, and names for the missing parts. */
import { ZscapeError } from '../../../base/errors.ts';
import type { BundleManifest } from '../../../bundle/schema/manifest.ts';
import type { Growth, MapChange, NetworkChanges } from '../../contract.ts';
import { mapLayerNames } from './layers.ts';
import { type ProganPlan, planProgan } from './plan.ts';

/** The changes that fit; null if they change nothing. */
interface Fitted {
  changes: NetworkChanges | null;
  /** The missing parts, in words that follow "has no". */
  lacks: string[];
}

/** Checks the numbers in changes. @throws ENGINE_FAILED for those that no network could use. */
export function checkChanges({ maps, mix, growth }: NetworkChanges): void {
  for (const change of maps) {
    const { layer, map } = change;
    if ('gain' in change && !(change.gain >= -2 && change.gain <= 4))
      throw new ZscapeError(
        'ENGINE_FAILED',
        `Map ${map} of ${layer} cannot be amplified ${change.gain} times. Choose a number from -2 to 4.`,
      );
    if ('held' in change && !change.held.every(Number.isFinite)) throw notFinite(`Map ${map} of ${layer}`);
  }
  if (mix && !mix.z.every(Number.isFinite)) throw notFinite('The other face of the mix');
  if (growth && !(growth.alpha >= 0 && growth.alpha <= 1))
    throw new ZscapeError(
      'ENGINE_FAILED',
      `Layers cannot fade in to ${growth.alpha}. Choose a share from 0 to 1.`,
    );
}

const notFinite = (what: string) =>
  new ZscapeError('ENGINE_FAILED', `${what} has a latent vector with numbers that are not finite.`);

/**
 * Keeps the changes that fit the model of `manifest`, and names the missing parts. A model that is not a ProGAN fits
 * none.
 */
export function fitChanges(changes: NetworkChanges, manifest: BundleManifest): Fitted {
  const { generator } = manifest;
  if (generator.family !== 'progan') return { changes: null, lacks: ['layers that could be changed'] };
  const plan = planProgan({ ...manifest, generator });
  const names = mapLayerNames(plan);
  const channels = [plan.dense.to, ...plan.convolutions.map(({ to }) => to)];
  const lacks = new Set<string>();
  const has = (layer: string) => {
    if (names.includes(layer)) return true;
    lacks.add(`layer ${layer}`);
    return false;
  };
  const faces = (z: Float32Array) => {
    if (z.length === manifest.latent.size) return true;
    lacks.add(`face with ${z.length} numbers`);
    return false;
  };

  const maps = changes.maps.filter((change) => {
    if (!has(change.layer) || ('held' in change && !faces(change.held))) return false;
    const { map } = change;
    if (Number.isInteger(map) && map >= 0 && map < channels[names.indexOf(change.layer)]!) return true;
    lacks.add(`map ${map} in the layer ${change.layer}`);
    return false;
  });
  const withoutNorm = names.filter((name) => changes.withoutNorm.includes(name));
  changes.withoutNorm.forEach(has);
  const { mix } = changes;
  const mixes = mix && has(mix.after) && faces(mix.z) ? mix : null;
  const growth = fitGrowth(changes.growth, plan, lacks);
  return {
    changes: withoutIdentities({ maps, withoutNorm, mix: mixes, growth }, plan),
    lacks: [...lacks],
  };
}

/** Lists the resolutions of the pictures that growth can show, from low to high. */
function growthSizes({ previews, trained, head }: ProganPlan, heads: 'trained' | 'refitted'): number[] {
  const lower = heads === 'trained' ? trained : previews;
  return [...lower.map(({ resolution }) => resolution), head.resolution];
}

function fitGrowth(
  growth: NetworkChanges['growth'],
  plan: ProganPlan,
  lacks: Set<string>,
): NetworkChanges['growth'] {
  if (!growth) return null;
  const { resolution, alpha, heads } = growth;
  const kind = heads === 'trained' ? 'head as it was trained at' : 'head fitted for';
  const sizes = growthSizes(plan, heads);
  const needed = resolution > plan.dense.size && alpha < 1 ? [resolution, resolution / 2] : [resolution];
  const missing = needed.filter((size) => !sizes.includes(size));
  for (const size of missing) lacks.add(`${kind} ${size} pixels`);
  return missing.length === 0 ? growth : null;
}

/** Drops changes that have no effect, so that the pictures equal those of the unchanged network to the last bit. */
function withoutIdentities(
  { maps, withoutNorm, mix, growth }: NetworkChanges,
  plan: ProganPlan,
): NetworkChanges | null {
  const left: NetworkChanges = {
    maps: maps.filter((change: MapChange) => !('gain' in change && change.gain === 1)),
    withoutNorm,
    mix: mix?.after === mapLayerNames(plan).at(-1) ? null : mix,
    growth: growth?.resolution === plan.head.resolution && growth.alpha === 1 ? null : growth,
  };
  const nothing = left.maps.length === 0 && withoutNorm.length === 0 && !left.mix && !left.growth;
  return nothing ? null : left;
}

/** Returns whether the growth network draws a growth, or the lower of its two pictures. */
export function needsGrowthNetwork(
  { resolution, alpha, heads }: Growth,
  { growthNetwork }: Pick<BundleManifest, 'growthNetwork'>,
): boolean {
  if (!growthNetwork || heads !== 'trained') return false;
  const fadesFrom = resolution === 2 * growthNetwork.resolution && alpha < 1;
  return resolution <= growthNetwork.resolution || fadesFrom;
}
