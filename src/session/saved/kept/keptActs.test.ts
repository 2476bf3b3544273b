/** Undo history across a reload: completely, or not at all. */
import { describe, expect, it } from 'vitest';
import { currentMoment, lineage, momentAfter, momentBefore } from '../../../store/history/history.ts';
import { forgetActs, rememberAct } from '../../../store/history/remember.ts';
import { sampleFace } from '../../../store/select/faces.ts';
import { initialState } from '../../../store/state/initialState.ts';
import type { State } from '../../../store/state/state.ts';
import { createZscapeStore } from '../../../store/store.ts';
import { model } from '../../testing/tinyModel.ts';
import { pin } from '../testing/tab.ts';
import { packActs } from './keptActs.ts';
import { unpackActs } from './readActs.ts';

/** A page on which three faces were drawn, one was pinned, and the pin was removed again. */
function worked(extra = 0) {
  const store = createZscapeStore({ model, face: sampleFace(model, 1) });
  forgetActs(store);
  const act = (name: string, change: Partial<State>) => {
    store.setState(change);
    rememberAct(store, name, null);
  };
  for (let seed = 2; seed < 4 + extra; seed++) act('New sample', { face: sampleFace(model, seed) });
  act('Pin', { pins: [pin(7), pin(8)] });
  act('Unpin', { pins: [store.getState().pins[1]!] });
  return store;
}

/** The page after a reload: the session is restored, and undo is to follow. */
function reloaded(store: ReturnType<typeof worked>) {
  const { face, pins, history } = store.getState();
  const record = structuredClone(packActs('s', 9, history!, pins));
  const fresh = createZscapeStore(structuredClone({ face, pins }));
  fresh.setState({ model });
  return { record, state: fresh.getState() };
}

describe('acts that were saved', () => {
  it('lead back and forth as before, even to pins that are gone', () => {
    const { record, state } = reloaded(worked());
    const history = unpackActs(record, 9, state)!;
    const line = lineage(history, history.current);
    expect(line.map(({ name }) => name)).toEqual(['Start', 'New sample', 'New sample', 'Pin', 'Unpin']);
    expect(line.map(({ snapshot }) => snapshot.face?.seed)).toEqual([1, 2, 3, 3, 3]);
    expect(line.map(({ snapshot }) => snapshot.pins.map(({ id }) => id))).toEqual([
      [],
      [],
      [],
      ['p7', 'p8'],
      ['p8'],
    ]);
    // The current moment is the state itself; otherwise a walk would seem to have played.
    expect(currentMoment(history).snapshot.face).toBe(state.face);
    expect(momentAfter(history)).toBeNull();
    expect(momentBefore(history)?.name).toBe('Pin');
  });

  it('share values where they did before', () => {
    const { record, state } = reloaded(worked());
    const moments = [...unpackActs(record, 9, state)!.moments.values()];
    expect(moments[2]!.snapshot.face).toBe(moments[3]!.snapshot.face);
    expect(moments[0]!.snapshot.walk).toBe(moments[1]!.snapshot.walk);
  });

  it('from a page with fewer fields start with the defaults of the missing ones', () => {
    const { record, state } = reloaded(worked());
    for (const moment of record.moments) {
      const old: Record<string, unknown> = moment.state;
      for (const field of ['network', 'map', 'path']) delete old[field];
    }
    const moments = [...unpackActs(record, 9, state)!.moments.values()];
    const { network, map, path } = initialState;
    for (const { snapshot } of moments.slice(0, -1))
      expect(snapshot).toMatchObject(structuredClone({ network, map, path }));
    expect(moments[0]!.snapshot.network).toBe(moments[1]!.snapshot.network);
  });

  it('are the latest of many', () => {
    const { record, state } = reloaded(worked(200));
    expect(record.moments.length).toBeLessThanOrEqual(60);
    const history = unpackActs(record, 9, state)!;
    expect(lineage(history, history.current)).toHaveLength(record.moments.length);
  });

  it('start fresh if they belong to other work', () => {
    const { record, state } = reloaded(worked());
    expect(unpackActs(record, 8, state)).toBeNull();
  });

  it.each<[string, (record: ReturnType<typeof packActs>) => unknown]>([
    ['that are a string', () => 'acts'],
    ['without their models', (record) => ({ ...record, models: [{ id: 'else' }] })],
    ['with a missing parent', (record) => ({ ...record, moments: record.moments.slice(1) })],
    [
      'in a circle',
      (record) => ({ ...record, moments: record.moments.map((one) => ({ ...one, parent: one.id })) }),
    ],
    ['at a missing moment', (record) => ({ ...record, current: 77, nextId: 78 })],
    [
      'with a face that is not finite',
      (record) => ({
        ...record,
        moments: record.moments.map((one) => ({
          ...one,
          state: {
            ...one.state,
            face: { seed: 1, origin: new Float32Array([Number.NaN]), z: new Float32Array(32) },
          },
        })),
      }),
    ],
    [
      'with a face of another model',
      (record) => ({
        ...record,
        moments: record.moments.map((one) => ({
          ...one,
          state: { ...one.state, face: { seed: 1, origin: new Float32Array(3), z: new Float32Array(3) } },
        })),
      }),
    ],
  ])('%s start fresh', (_, damage) => {
    const { record, state } = reloaded(worked());
    expect(unpackActs(damage(record), 9, state)).toBeNull();
  });
});
