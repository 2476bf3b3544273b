/** The current model's network for the Network panel: the sizes it grew through, and the changes to it. */
import type { BundleManifest } from '../../../bundle/schema/manifest.ts';
import type { Path } from '../../state/journeys.ts';
import type { Growth, HeadKind, MapChange, NetworkState } from '../../state/network.ts';
import type { State } from '../../state/state.ts';

/** The parts of a model that say how it grew. */
export type GrownModel = Pick<BundleManifest, 'generator' | 'previewHeads' | 'growth' | 'image'>;

/**
 * Returns the sizes at which the model can draw a picture, from low to high: those with a head of the kind, and its own.
 * For a model that is not a ProGAN, only its own.
 */
export function growthSizes(
  { generator, previewHeads, growth = [], image }: GrownModel,
  heads: HeadKind,
): number[] {
  if (generator.family !== 'progan') return [image.width];
  const own = generator.blocks.at(-1)?.resolution ?? image.width;
  const lower = (heads === 'trained' ? growth : previewHeads).map(({ resolution }) => resolution);
  const isBlock = (size: number) => generator.blocks.some(({ resolution }) => resolution === size);
  return [...new Set([...lower.filter((size) => size < own && isBlock(size)), own])].sort((a, b) => a - b);
}

/** Returns the kinds of heads that can show the model's growth, the better one first; none if it has only its last head. */
export function headKinds(model: GrownModel): HeadKind[] {
  return (['trained', 'refitted'] as const).filter((kind) => growthSizes(model, kind).length > 1);
}

/** Returns the heads with which the network grows; undefined for a model whose growth cannot be shown. */
export function headsOf({
  model,
  network: { growth },
  growthHeads,
}: Pick<State, 'model' | 'network' | 'growthHeads'>): HeadKind | undefined {
  const kinds = model ? headKinds(model) : [];
  return growth?.heads ?? kinds.find((kind) => kind === growthHeads) ?? kinds[0];
}

/** Returns the growth that means the grown network, which the state holds as null. */
export function grown(model: GrownModel, heads: HeadKind): Growth {
  return { resolution: growthSizes(model, heads).at(-1) ?? 0, alpha: 1, heads };
}

/** Returns the growth as the state holds it: null for the grown network. */
export function plainGrowth(model: GrownModel, growth: Growth): Growth | null {
  const { resolution } = grown(model, growth.heads);
  return growth.resolution === resolution && growth.alpha >= 1 ? null : growth;
}

/** Tells whether a block can fade in: the size below it needs a head, too. */
export function canFade(sizes: readonly number[], resolution: number): boolean {
  return sizes.includes(resolution / 2);
}

/**
 * Returns the network after a share of its growing, 0 to 1: the first size rests, and each further one fades in and then
 * rests equally long, as in training (Karras et al. 2018, appendix A.1: as many pictures for the fade as for the rest).
 */
export function growthAt(sizes: readonly number[], heads: HeadKind, share: number): Growth {
  const steps = 2 * sizes.length - 1;
  const at = Math.min(1, Math.max(0, share)) * steps;
  // Step 0 is the first rest; odd steps fade, even ones rest.
  const step = Math.min(steps - 1, Math.floor(at));
  const index = Math.ceil(step / 2);
  const resolution = sizes[index] ?? 0;
  const fades = step % 2 === 1 && canFade(sizes, resolution);
  return { resolution, alpha: fades ? at - step : 1, heads };
}

/**
 * Returns the share of its growing after which the network has this growth: the reverse of `growthAt`, at the beginning
 * of a rest.
 */
export function shareOfGrowth(sizes: readonly number[], growth: Growth | null): number {
  if (!growth) return 1;
  const index = Math.max(0, sizes.indexOf(growth.resolution));
  const step = index === 0 ? 0 : 2 * index - 1 + growth.alpha;
  return step / (2 * sizes.length - 1);
}

/** Returns the change to a map; undefined if there is none. */
export function changeOf({ maps }: NetworkState, layer: string, map: number): MapChange | undefined {
  return maps.find((change) => change.layer === layer && change.map === map);
}

/** Returns whether any key of a path has its own changes. If none has, the current changes apply to the whole path. */
export function bringsChanges({ keys }: Pick<Path, 'keys'>): boolean {
  return keys.some(({ network }) => network !== undefined);
}

/** Counts the changes inside the network; norms count as one, in however many layers they are off. */
export function changesCount({
  network: { maps, withoutNorm, mix, growth },
}: Pick<State, 'network'>): number {
  return maps.length + (withoutNorm.length > 0 ? 1 : 0) + (mix ? 1 : 0) + (growth ? 1 : 0);
}
