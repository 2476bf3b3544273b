import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../state/fields.ts';
import { initialState } from '../state/initialState.ts';
import type { Undone } from '../state/state.ts';
import {
  amend,
  currentMoment,
  goTo,
  type History,
  lineage,
  momentAfter,
  momentBefore,
  record,
  rest,
  startHistory,
} from './history.ts';

const snapshot = (mark: number) => snapshotOf({ ...initialState, gridSeeds: [mark] });
const marks = (history: History<Undone>) =>
  lineage(history, history.current).map((moment) => moment.snapshot.gridSeeds[0]);

describe('history', () => {
  it('goes back and forth along the acts', () => {
    let history = startHistory(snapshot(0));
    for (const mark of [1, 2]) history = record(history, 'act', snapshot(mark), null);
    expect(marks(history)).toEqual([0, 1, 2]);
    history = goTo(history, momentBefore(history)!.id);
    expect(marks(history)).toEqual([0, 1]);
    history = goTo(history, momentAfter(history)!.id);
    expect(marks(history)).toEqual([0, 1, 2]);
    expect(momentAfter(history)).toBeNull();
  });

  it('keeps the other branch when the user goes back and acts again', () => {
    let history = record(startHistory(snapshot(0)), 'first', snapshot(1), null);
    const other = history.current;
    history = record(goTo(history, 0), 'second', snapshot(2), null);
    expect(marks(history)).toEqual([0, 2]);
    expect(marks(goTo(history, other))).toEqual([0, 1]);
    // Redo from the fork follows the newest branch.
    expect(momentAfter(goTo(history, 0))?.name).toBe('second');
  });

  it('makes one step of a drag, and two of two drags', () => {
    let history = startHistory(snapshot(0));
    for (const mark of [1, 2, 3]) history = record(history, 'drag', snapshot(mark), 'z 5');
    history = rest(history);
    for (const mark of [4, 5]) history = record(history, 'drag', snapshot(mark), 'z 5');
    expect(marks(history)).toEqual([0, 3, 5]);
  });

  it('makes no step of an act that changed nothing', () => {
    const history = startHistory(snapshot(0));
    const same = currentMoment(history).snapshot;
    expect(record(history, 'nothing', { ...same }, null)).toBe(history);
  });

  it('adds changes without an act to the current moment', () => {
    const history = amend(startHistory(snapshot(0)), snapshot(7));
    expect(marks(history)).toEqual([7]);
  });

  it('stays a tree with one root and bounded size after any sequence of acts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ back: fc.nat({ max: 6 }), drag: fc.constantFrom(null, 'a', 'b') }), {
          minLength: 450,
          maxLength: 900,
        }),
        (acts) => {
          let history = startHistory(snapshot(-1));
          acts.forEach(({ back, drag }, index) => {
            for (let step = 0; step < back; step++) {
              const moment = momentBefore(history);
              if (moment) history = goTo(history, moment.id);
            }
            history = record(history, 'act', snapshot(index), drag);
          });
          expect(history.moments.size).toBeLessThanOrEqual(400);
          const roots = [...history.moments.values()].filter(({ parent }) => parent === null);
          expect(roots).toHaveLength(1);
          for (const { id } of history.moments.values()) {
            expect(lineage(history, id)[0]).toBe(roots[0]);
          }
        },
      ),
      { numRuns: 10 },
    );
  });
});
