import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { initialState } from '../../store/state/initialState.ts';
import { initialNetwork, type NetworkState } from '../../store/state/network.ts';
import type { State } from '../../store/state/state.ts';
import { model } from '../testing/tinyModel.ts';
import { readNetworks } from './changedNetworks.ts';
import { decodeLink, encodeLink } from './link.ts';
import { decodeNetwork } from './networkCodes.ts';
import { resolveLink } from './resolveLink.ts';

const address = 'https://example.org/';
const stateWith = (network: NetworkState): State => ({
  ...initialState,
  model,
  face: sampleFace(model, 17),
  panel: 'network',
  network,
});

function send(state: State) {
  const { link } = encodeLink(state, address);
  return { link, back: resolveLink(decodeLink(link.slice(link.indexOf('#')))!, model) };
}

const network: NetworkState = {
  maps: [
    { layer: '8x8/conv0', map: 12, gain: -1.5 },
    { layer: '8x8/conv0', map: 3, held: sampleFace(model, 18).z },
    { layer: 'a name = with & ~ signs', map: 0, gain: 0 },
  ],
  withoutNorm: ['4x4/dense', '8x8/conv1'],
  mix: { after: '4x4/conv', z: sampleFace(model, 17).z },
  growth: { resolution: 8, alpha: 0.25, heads: 'refitted' },
};

describe('a link', () => {
  it('carries the changes inside the network, and the panel', () => {
    const { link, back } = send(stateWith(network));
    expect(link).toContain('on=network');
    const { maps, ...rest } = back.network;
    expect(rest).toEqual({ ...network, maps: undefined });
    expect(maps[0]).toEqual(network.maps[0]);
    expect(maps[2]).toEqual(network.maps[2]);
    const held = (maps[1] as { held: Float32Array }).held;
    for (const [index, value] of sampleFace(model, 18).z.entries()) expect(held[index]).toBeCloseTo(value, 2);
  });

  it('carries the changes of the faces of a path, each once, and an older one opens without any', () => {
    const grown = { ...initialNetwork, growth: network.growth };
    const networks = [network, undefined, grown, structuredClone(network)];
    const keys = networks.map((own, index) => ({
      ...{ id: String(index), name: '', hold: 0, easing: 'linear' as const },
      ...{ seed: index, z: sampleFace(model, index).z },
      ...(own && { network: own }),
    }));
    const path = { ...initialState.path, keys };
    const { link, back } = send({ ...stateWith(network), path });
    expect(link).toContain('kn=0.3_');
    const seen = back.path.keys.map((key) => key.network);
    expect(seen[0]).toEqual(back.network);
    expect(seen[3]).toBe(seen[0]);
    expect(seen.slice(1, 3)).toEqual([undefined, grown]);
    const before = send({
      ...stateWith(network),
      path: { ...path, keys: keys.map(({ network: _, ...key }) => key) },
    });
    expect(before.link).not.toContain('kn=');
    expect(before.back.path.keys.some((key) => 'network' in key)).toBe(false);
    for (const strange of ['4_a0:1:1', '_a0:1:1', '0', '0._a0:1:1', '0_a9:1:1', '']) {
      const linked = { net: null, keys: strange, names: ['8x8/conv0'] };
      expect(() => readNetworks(linked, path, () => sampleFace(model, 1)), strange).toThrow(ZscapeError);
    }
  });

  it('without changes mentions none, and an older one opens with the network as trained', () => {
    const { link, back } = send(stateWith(initialNetwork));
    expect(link).not.toContain('net=');
    expect(back.network).toEqual(initialNetwork);
  });

  it('that was made up gives a sentence and never strange changes', () => {
    const read = (net: string) => decodeNetwork(net, ['8x8/conv0'], () => sampleFace(model, 1));
    for (const net of [
      'a0:1:9',
      'a0:1:-3',
      'a0:1:x',
      'a7:1:1',
      'a0:99999:1',
      'g8:20000:t',
      'g0:1:t',
      'q',
      '',
      'x0',
    ])
      expect(() => read(net), net).toThrow(ZscapeError);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ganhx0189:.~-tr'), maxLength: 24 }), (net) => {
        try {
          for (const change of read(net).maps)
            if ('gain' in change) expect(change.gain >= -2 && change.gain <= 4).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'LINK_INVALID' });
        }
      }),
    );
  });
});
