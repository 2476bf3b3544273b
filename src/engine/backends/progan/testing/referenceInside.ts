/** The slow reference for views and changes inside a ProGAN, in double precision and by definition. */
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { Growth, NetworkChanges } from '../../../contract.ts';
import { normalised } from '../../latent.ts';
import { mapLayerNames } from '../layers.ts';
import type { HeadLayer } from '../plan.ts';
import { weightsOf } from '../weights.ts';
import { activate, colours, convolve, firstLayer, planOf, type Values } from './reference.ts';

/** Computes the output of each layer, with changes. */
export function referenceMaps(
  bundle: LoadedBundle,
  z: Float32Array,
  changes: NetworkChanges | null = null,
): Values[] {
  const plan = planOf(bundle);
  const names = mapLayerNames(plan);
  const { slope, epsilon } = plan.activation;
  const latent = plan.latentEpsilon === undefined ? z : normalised(z, plan.latentEpsilon);
  const others = changes?.mix ? referenceMaps(bundle, changes.mix.z) : [];
  const after = changes?.mix ? names.indexOf(changes.mix.after) : names.length;
  const found: Values[] = [];
  const leave = (plain: Values): void => {
    const i = found.length;
    const bare = changes?.withoutNorm.includes(names[i]!) ?? false;
    let values = bare ? rectified(plain, slope) : activate(plain, slope, epsilon);
    if (i > after) values = levelled(values, others[i]!);
    for (const change of changes?.maps ?? []) {
      if (change.layer !== names[i]) continue;
      const held = 'held' in change ? referenceMaps(bundle, change.held)[i]! : undefined;
      for (let at = change.map; at < values.data.length; at += values.channels)
        values.data[at] = held ? held.data[at]! : values.data[at]! * ('gain' in change ? change.gain : 1);
    }
    found.push(values);
  };
  const first = weightsOf(bundle.weights, plan.dense);
  leave(firstLayer(latent, plan.dense.size, first.kernel.data, first.bias.data));
  for (const layer of plan.convolutions) {
    const { kernel, bias } = weightsOf(bundle.weights, layer);
    leave(convolve(found.at(-1)!, kernel.data, bias.data, layer.up));
  }
  return found;
}

/** Computes the picture with changes, [height, width, channels], in the network's own size. */
export function referenceChanged(
  bundle: LoadedBundle,
  z: Float32Array,
  changes: NetworkChanges,
): Float64Array {
  const maps = referenceMaps(bundle, z, changes);
  const { head } = planOf(bundle);
  if (!changes.growth) return colourOf(bundle, maps, head).data;
  return enlarge(referenceGrown(bundle, maps, changes.growth), head.resolution).data;
}

/** Computes (1 - alpha) * upsampled lower + alpha * new, in its own size. */
function referenceGrown(bundle: LoadedBundle, maps: readonly Values[], growth: Growth): Values {
  const { head, previews, trained } = planOf(bundle);
  const heads = [...(growth.heads === 'trained' ? trained : previews), head];
  const at = (size: number) => heads.find(({ resolution }) => resolution === size)!;
  const higher = colourOf(bundle, maps, at(growth.resolution));
  if (growth.alpha === 1) return higher;
  const lower = enlarge(colourOf(bundle, maps, at(growth.resolution / 2)), growth.resolution);
  return {
    ...higher,
    data: higher.data.map((value, i) => (1 - growth.alpha) * lower.data[i]! + growth.alpha * value),
  };
}

/** Upsamples by nearest neighbour. */
function enlarge({ size, channels, data }: Values, to: number): Values {
  const large = new Float64Array(to * to * channels);
  large.forEach((_, i) => {
    const c = i % channels;
    const x = Math.floor(i / channels) % to;
    const y = Math.floor(i / channels / to);
    const from = Math.floor((y * size) / to) * size + Math.floor((x * size) / to);
    large[i] = data[from * channels + c]!;
  });
  return { size: to, channels, data: large };
}

function colourOf({ weights }: LoadedBundle, maps: readonly Values[], head: HeadLayer): Values {
  const { kernel, bias } = weightsOf(weights, head);
  const { scale, offset } = head;
  const [low, high] = head.clip ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return colours(
    maps[head.after]!,
    Float64Array.from(kernel.data, (value) => scale * value),
    Float64Array.from(bias.data, (value) => scale * value + offset),
    low,
    high,
  );
}

const rectified = (x: Values, slope: number): Values => ({
  ...x,
  data: x.data.map((value) => (value > 0 ? value : slope * value)),
});

/** Gives each map of `x` the mean and standard deviation of the same map of `other`. */
function levelled(x: Values, other: Values): Values {
  const data = x.data.slice();
  for (let c = 0; c < x.channels; c++) {
    const [own, wished] = [levelOf(x, c), levelOf(other, c)];
    for (let at = c; at < data.length; at += x.channels)
      data[at] = ((data[at]! - own.mean) / own.deviation) * wished.deviation + wished.mean;
  }
  return { ...x, data };
}

function levelOf({ size, channels, data }: Values, c: number): { mean: number; deviation: number } {
  const pixels = size * size;
  let [sum, squares] = [0, 0];
  for (let at = c; at < data.length; at += channels) sum += data[at]!;
  const mean = sum / pixels;
  for (let at = c; at < data.length; at += channels) squares += (data[at]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / pixels + 1e-8) };
}
