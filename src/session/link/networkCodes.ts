/**
 * Changes inside the network, in a link. `encodeNetwork` and `decodeNetwork` are reverses, up to the rounding of the fade
 * (ten-thousandths) and of gains (thousandths). Layers are referred to by their number in a separate list of names.
 *
 *   net=g64:2500:t~n0~x1:s18~a2:12:-1.5~h2:13:r0
 *
 * is the network growing to 64 pixels, a quarter faded in, with its heads as trained; layer 0 without PixelNorm; the maps
 * of seed 18 above layer 1; map 12 of layer 2 at -1.5; and map 13 held at the first latent of the link.
 */
import { ZscapeError } from '../../base/errors.ts';
import { isUnchanged, type MapChange, type NetworkState, networkLimits } from '../../store/state/network.ts';
import type { Face } from '../../store/state/state.ts';

const steps = 1e4;
const letters = { trained: 't', refitted: 'r' } as const;

/** Returns the latents that a link needs for the changes, in the order in which `encodeNetwork` expects their codes. */
export function latentsOfNetwork({ mix, maps }: NetworkState): Float32Array[] {
  return [...(mix ? [mix.z] : []), ...maps.flatMap((change) => ('held' in change ? [change.held] : []))];
}

/**
 * Encodes the changes.
 * @param codes of the latents from `latentsOfNetwork`
 * @param names of layers, in the order of their numbers; new ones are added
 * @returns null for a network without changes
 */
export function encodeNetwork(
  network: NetworkState,
  codes: readonly string[],
  names: string[],
): string | null {
  if (isUnchanged(network)) return null;
  const { growth, withoutNorm, mix, maps } = network;
  const numberOf = (name: string) => {
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name);
  };
  const left = [...codes];
  const parts: string[] = [];
  if (growth)
    parts.push(`g${growth.resolution}:${Math.round(growth.alpha * steps)}:${letters[growth.heads]}`);
  for (const name of withoutNorm) parts.push(`n${numberOf(name)}`);
  if (mix) parts.push(`x${numberOf(mix.after)}:${left.shift()}`);
  for (const change of maps) {
    const head = `${numberOf(change.layer)}:${change.map}`;
    parts.push('held' in change ? `h${head}:${left.shift()}` : `a${head}:${Number(change.gain.toFixed(3))}`);
  }
  return parts.join('~');
}

/**
 * Decodes the changes.
 * @param names of layers, in the order of their numbers
 * @param latent reads the code of a latent
 * @throws LINK_INVALID if they are out of bounds, and any error of `latent`
 */
export function decodeNetwork(
  net: string,
  names: readonly string[],
  latent: (code: string) => Face,
): NetworkState {
  const parts = net.split('~');
  if (parts.length > networkLimits.maps + networkLimits.layers) throw strangeNetwork();
  const maps: MapChange[] = [];
  const withoutNorm: string[] = [];
  let network: Pick<NetworkState, 'mix' | 'growth'> = { mix: null, growth: null };
  const nameOf = (number: string | undefined) => {
    const name = names[Number(number)];
    if (!name || name.length > networkLimits.name) throw strangeNetwork();
    return name;
  };
  for (const part of parts) {
    const [kind, rest] = [part[0], part.slice(1)];
    if (kind === 'g') network = { ...network, growth: readGrowth(rest) };
    else if (kind === 'n') withoutNorm.push(nameOf(rest));
    else if (kind === 'x') {
      const [, number, code] = /^(\d{1,3}):(.+)$/.exec(rest) ?? [];
      network = { ...network, mix: { after: nameOf(number), z: latent(code ?? '').z } };
    } else if (kind === 'a' || kind === 'h') {
      const [, number, map, value] = /^(\d{1,3}):(\d{1,5}):(.+)$/.exec(rest) ?? [];
      const place = { layer: nameOf(number), map: Number(map) };
      maps.push(
        kind === 'a' ? { ...place, gain: readGain(value) } : { ...place, held: latent(value ?? '').z },
      );
    } else throw strangeNetwork();
  }
  if (maps.some(({ map }) => map > networkLimits.map)) throw strangeNetwork();
  if (withoutNorm.length > networkLimits.layers || maps.length > networkLimits.maps) throw strangeNetwork();
  return { maps, withoutNorm, ...network };
}

function readGrowth(text: string): NonNullable<NetworkState['growth']> {
  const [, resolution, alpha, letter] = /^(\d{1,4}):(\d{1,5}):([tr])$/.exec(text) ?? [];
  const growth = { resolution: Number(resolution), alpha: Number(alpha) / steps };
  const fits = growth.resolution >= 1 && growth.resolution <= networkLimits.resolution && growth.alpha <= 1;
  if (!letter || !fits) throw strangeNetwork();
  return { ...growth, heads: letter === 't' ? 'trained' : 'refitted' };
}

function readGain(text: string | undefined): number {
  const gain = /^-?\d(\.\d{1,3})?$/.test(text ?? '') ? Number(text) : Number.NaN;
  const { lowest, highest } = networkLimits.gain;
  if (!(gain >= lowest && gain <= highest)) throw strangeNetwork();
  return gain;
}

export function strangeNetwork(): ZscapeError {
  return new ZscapeError(
    'LINK_INVALID',
    'This link changes the network in a way that this page does not know. Ask for it again.',
  );
}
