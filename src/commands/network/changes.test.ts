import { describe, expect, it } from 'vitest';
import { forgetActs } from '../../store/history/remember.ts';
import { initialNetwork } from '../../store/state/network.ts';
import type { Model } from '../../store/state/state.ts';
import { runCommand } from '../command.ts';
import { startHere } from '../testing/startHere.ts';
import { undo } from '../work/undo.ts';
import {
  goToSize,
  playGrowth,
  restoreNetwork,
  setFade,
  setGrowth,
  setHeads,
  setMapGain,
  setMix,
  setPixelNorm,
  switchMap,
  toggleMapHold,
} from './changes.ts';

const weights = { kernel: 'k', bias: 'b' };

function start() {
  const here = startHere();
  const { model } = here.store.getState();
  const grown: Model = {
    ...model!,
    generator: {
      family: 'progan',
      ...{ input: 'z', output: 'image', latentNorm: null, pixelNorm: { epsilon: 1e-8 }, leakySlope: 0.2 },
      blocks: [4, 8].map((resolution) => ({ resolution, channels: 8, conv0: weights, conv1: weights })),
      toRgb: { ...weights, scale: 1, offset: 0, clip: null },
    },
    previewHeads: [{ resolution: 4, ...weights, error: 0 }],
  };
  here.store.setState({ model: grown });
  forgetActs(here.store);
  return { ...here, network: () => here.store.getState().network };
}

describe('changes inside the network', () => {
  it('grow and fade, and are gone once it is fully grown', () => {
    const { session, network } = start();
    runCommand(session, setGrowth, 4);
    expect(network().growth).toEqual({ resolution: 4, alpha: 1, heads: 'refitted' });
    runCommand(session, setGrowth, 8);
    expect(network().growth).toBeNull();
    runCommand(session, setFade, 0.25);
    expect(network().growth).toEqual({ resolution: 8, alpha: 0.25, heads: 'refitted' });
    runCommand(session, setFade, 7);
    expect(network().growth).toBeNull();
  });

  it('grow with the chosen heads, whether they were chosen before or while it grows', () => {
    const { session, store, network } = start();
    const { model } = store.getState();
    store.setState({ model: { ...model!, growth: [{ resolution: 4, ...weights }] } });
    const before = network();
    runCommand(session, setHeads, 'refitted');
    expect(network()).toBe(before);
    runCommand(session, setGrowth, 4);
    expect(network().growth).toEqual({ resolution: 4, alpha: 1, heads: 'refitted' });
    runCommand(session, setHeads, 'trained');
    expect(network().growth).toEqual({ resolution: 4, alpha: 1, heads: 'trained' });
    runCommand(session, setGrowth, 8);
    runCommand(session, goToSize, 4);
    expect(network().growth?.heads).toBe('trained');
    runCommand(session, undo);
    expect(network().growth).toBeNull();
  });

  it('to a map are one at a time, within bounds, and gone at 1', () => {
    const { session, store, network } = start();
    runCommand(session, setMapGain, '8x8/conv0', 3, 9);
    expect(network().maps).toEqual([{ layer: '8x8/conv0', map: 3, gain: 4 }]);
    runCommand(session, toggleMapHold, '8x8/conv0', 3);
    expect(network().maps).toEqual([{ layer: '8x8/conv0', map: 3, held: store.getState().face!.z }]);
    runCommand(session, toggleMapHold, '8x8/conv0', 3);
    expect(network().maps).toEqual([]);
    runCommand(session, setMapGain, '8x8/conv0', 3, 0);
    runCommand(session, setMapGain, '8x8/conv0', 3, 1);
    expect(network().maps).toEqual([]);
  });

  it('are steps of undo; dragging a map is one step', () => {
    const { session, network } = start();
    for (const gain of [0.5, 0.2, -1]) runCommand(session, setMapGain, '8x8/conv0', 3, gain);
    runCommand(session, setPixelNorm, ['8x8/conv0', '8x8/conv1'], false);
    runCommand(session, setPixelNorm, ['8x8/conv0'], true);
    expect(network().withoutNorm).toEqual(['8x8/conv1']);
    runCommand(session, undo);
    expect(network().withoutNorm).toEqual(['8x8/conv0', '8x8/conv1']);
    runCommand(session, undo);
    expect(network()).toMatchObject({ withoutNorm: [], maps: [{ gain: -1 }] });
    runCommand(session, undo);
    expect(network()).toBe(initialNetwork);
  });

  it('by a click are separate steps, even before a drag', () => {
    const { session, network } = start();
    runCommand(session, switchMap, '8x8/conv0', 3, false);
    runCommand(session, setMapGain, '8x8/conv0', 3, 2);
    runCommand(session, undo);
    expect(network().maps).toEqual([{ layer: '8x8/conv0', map: 3, gain: 0 }]);
    runCommand(session, goToSize, 4);
    runCommand(session, setGrowth, 8);
    runCommand(session, undo);
    expect(network().growth?.resolution).toBe(4);
  });

  it('are all undone together, which also ends playing', () => {
    const { session, store, network } = start();
    runCommand(session, setMix, { after: '4x4/conv', z: store.getState().face!.z });
    runCommand(session, playGrowth);
    expect(store.getState().playing).toBe('growth');
    runCommand(session, restoreNetwork);
    expect(network()).toBe(initialNetwork);
    expect(store.getState().playing).toBeNull();
  });
});
