import { describe, expect, it } from 'vitest';
import { angleBetween } from '../../latent/vector/vector.ts';
import { gridOf } from '../../session/export/grids.ts';
import { forgetActs } from '../../store/history/remember.ts';
import { sampleFace } from '../../store/select/faces.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { runCommand } from '../command.ts';
import { pinFace } from '../face/pins.ts';
import { setSeed } from '../face/setSeed.ts';
import { model, startHere } from '../testing/startHere.ts';
import { undo } from '../work/undo.ts';
import { addCorner, completeMap, removeCorner, setCorner, setMapKind, setMapPoint } from './map.ts';

const map = (store: ZscapeStore) => store.getState().map;
const face = (store: ZscapeStore) => store.getState().face!;

function fourCorners() {
  const here = startHere();
  for (const seed of [1, 2, 3, 4]) {
    runCommand(here.session, setSeed, seed);
    runCommand(here.session, pinFace);
  }
  runCommand(here.session, completeMap);
  return here;
}

describe('the map', () => {
  it('begins with pins, and with fresh faces if there are too few', () => {
    expect(map(fourCorners().store).corners.map(({ seed }) => seed)).toEqual([1, 2, 3, 4]);
    const { session, store } = startHere();
    runCommand(session, pinFace);
    runCommand(session, completeMap);
    expect(map(store).corners).toHaveLength(4);
    expect(map(store).corners[0]?.seed).toBe(1);
  });

  it('shows the face under its point; corners keep their seeds, and a point beyond the edge moves onto it', () => {
    const { session, store } = fourCorners();
    runCommand(session, setMapPoint, 0, 0);
    expect(face(store).seed).toBe(1);
    runCommand(session, setMapPoint, 7, -3);
    expect(face(store).seed).toBe(2);
    runCommand(session, setMapPoint, 0.5, 0);
    const { z } = face(store);
    const ends = [1, 2].map((seed) => angleBetween(z, sampleFace(model, seed).z));
    expect(ends[0]).toBeCloseTo(ends[1]!, 4);
  });

  it('takes another shape, with the number of corners of that shape', () => {
    const { session, store } = fourCorners();
    runCommand(session, setMapKind, 'plane');
    expect(map(store).corners.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    runCommand(session, removeCorner, 0);
    expect(map(store).corners).toHaveLength(3);
    runCommand(session, setMapKind, 'polygon');
    runCommand(session, setSeed, 9);
    runCommand(session, addCorner);
    expect(map(store).corners.map(({ seed }) => seed)).toEqual([1, 2, 3, 9]);
    runCommand(session, removeCorner, 1);
    runCommand(session, setCorner, 0, store.getState().pins[3]);
    expect(map(store).corners.map(({ seed }) => seed)).toEqual([4, 3, 9]);
  });

  it('treats a drag of its point as one step of undo', () => {
    const { session, store } = fourCorners();
    forgetActs(store);
    const before = face(store);
    for (let x = 0; x <= 1; x += 0.1) runCommand(session, setMapPoint, x, 0.3);
    runCommand(session, undo);
    expect(face(store)).toBe(before);
    expect(map(store)).toMatchObject({ x: 0.5, y: 0.5 });
  });
});

describe('grids', () => {
  it("of the map have the map's corners at their own", () => {
    const { store } = fourCorners();
    const { columns, rows, latents } = gridOf(store.getState(), 'map', 5);
    expect([columns, rows, latents.length]).toEqual([5, 5, 25]);
    for (const [place, seed] of [
      [0, 1],
      [4, 2],
      [20, 3],
      [24, 4],
    ] as const) {
      expect(latents[place]).toEqual(sampleFace(model, seed).z);
    }
  });

  it('of an analogy have A, B and C in three corners, and the answer in the last', () => {
    const { session, store } = fourCorners();
    runCommand(session, removeCorner, 3);
    const { latents } = gridOf(store.getState(), 'analogy', 3);
    expect(latents[6]).toEqual(sampleFace(model, 3).z);
    const [a, b, c] = [1, 2, 3].map((seed) => sampleFace(model, seed).z);
    const sum = c!.map((value, i) => value + b![i]! - a![i]!);
    expect(angleBetween(latents[8]!, sum)).toBeLessThan(1e-3);
  });

  it('of pins have each of them as an anchor', () => {
    const { store } = fourCorners();
    const { columns, rows, latents } = gridOf(store.getState(), 'mine', 4);
    expect([columns, rows]).toEqual([4, 4]);
    expect(latents[0]).toEqual(sampleFace(model, 1).z);
    expect(latents[15]).toEqual(sampleFace(model, 4).z);
  });

  it('without enough faces say so', () => {
    const { session, store } = startHere();
    expect(() => gridOf(store.getState(), 'map', 5)).toThrow(/corners/);
    expect(() => gridOf(store.getState(), 'analogy', 5)).toThrow(/A, B and C/);
    runCommand(session, pinFace);
    expect(() => gridOf(store.getState(), 'mine', 5)).toThrow(/at least four/);
  });
});
