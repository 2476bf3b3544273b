/**
 * The changes inside the network in a link: `net=` holds the current ones, `kn=` those of keys of the path, and `nl=` the names of their layers.
 * `writeNetworks` and `readNetworks` are reverses, up to the rounding of `networkCodes.ts`.
 *
 *   kn=0.2_a0:12:-1.5~~1_g64:2500:t
 *
 * is a path whose first and third keys have map 12 of layer 0 at -1.5, and whose second key shows the network at 64 pixels.
 */
import { sameNetwork } from '../../store/select/network/sameNetwork.ts';
import type { Path } from '../../store/state/journeys.ts';
import { initialNetwork, type NetworkState } from '../../store/state/network.ts';
import type { Face, State } from '../../store/state/state.ts';
import { decodeNetwork, encodeNetwork, latentsOfNetwork, strangeNetwork } from './networkCodes.ts';

export interface LinkedNetworks {
  net: string | null;
  keys: string | null;
  /** In the order of their numbers. */
  names: readonly string[];
}

interface KeyNetwork {
  network: NetworkState;
  /** Indices of the keys with these changes. */
  keys: number[];
}

function keyNetworks({ keys }: Path): KeyNetwork[] {
  const found: KeyNetwork[] = [];
  for (const [index, { network }] of keys.entries()) {
    if (!network) continue;
    const known = found.find((one) => sameNetwork(one.network, network));
    if (known) known.keys.push(index);
    else found.push({ network, keys: [index] });
  }
  return found;
}

type Changed = Pick<State, 'network' | 'path'>;

/** Returns the latents that a link needs for the changes, in the order in which `readNetworks` reads their codes. */
export function latentsOfNetworks({ network, path }: Changed): Float32Array[] {
  return [network, ...keyNetworks(path).map((one) => one.network)].flatMap(latentsOfNetwork);
}

/** Writes the changes. @param codes of the latents from `latentsOfNetworks` @returns fields of the link */
export function writeNetworks({ network, path }: Changed, codes: readonly string[]): Record<string, string> {
  const names: string[] = [];
  const left = [...codes];
  const encode = (one: NetworkState) =>
    encodeNetwork(one, left.splice(0, latentsOfNetwork(one).length), names);
  const net = encode(network);
  const keys = keyNetworks(path).map((one) => `${one.keys.join('.')}_${encode(one.network)}`);
  return {
    ...(net !== null && { net }),
    ...(keys.length > 0 && { kn: keys.join('~~') }),
    // Names are encoded twice, like those of attributes.
    ...(names.length > 0 && { nl: encodeURIComponent(names.join('\n')) }),
  };
}

/** Returns the fields of a link that hold changes, still encoded. */
export function networksOfLink(fields: URLSearchParams): LinkedNetworks {
  return { net: fields.get('net'), keys: fields.get('kn'), names: fields.get('nl')?.split('\n') ?? [] };
}

/** Reads the changes. @param latent reads the code of a latent @throws LINK_INVALID, and any error of `latent` */
export function readNetworks(
  { net, keys, names }: LinkedNetworks,
  path: Path,
  latent: (code: string) => Face,
): Changed {
  const network = net === null ? initialNetwork : decodeNetwork(net, names, latent);
  if (keys === null) return { network, path };
  const changed = [...path.keys];
  for (const part of keys.split('~~')) {
    const [, indices, code] = /^([\d.]{1,200})_(.+)$/.exec(part) ?? [];
    const own = decodeNetwork(code ?? '', names, latent);
    for (const index of indices?.split('.') ?? []) {
      const key = changed[Number(index)];
      if (index === '' || !key) throw strangeNetwork();
      changed[Number(index)] = { ...key, network: own };
    }
  }
  return { network, path: { ...path, keys: changed } };
}
