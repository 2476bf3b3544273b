/** The last write of a page that closes while an earlier one has not ended, on a real database. */
import { beforeEach, expect, it } from 'vitest';
import { sampleFace } from '../../../store/select/faces.ts';
import { workOf } from '../../../store/state/fields.ts';
import { initialState } from '../../../store/state/initialState.ts';
import type { Pin } from '../../../store/state/state.ts';
import { model } from '../../testing/tinyModel.ts';
import { browserShelf, type Shelf } from '../kept/sessionShelf.ts';
import { freshBrowser, kept, pin, settled } from '../testing/tab.ts';
import { Claims } from './claims.ts';
import { SessionWriter } from './sessionWriter.ts';

beforeEach(freshBrowser);

/** A writer whose page learns of its writes only when `answer` is called; the database itself is not late. */
function slowToLearn() {
  let work = 0;
  let pins: Pin[] = [];
  const waiting: (() => void)[] = [];
  const write: Shelf['write'] = async (...given) => {
    const known = await browserShelf.write(...given);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return known;
  };
  const { pins: _, ...state } = workOf({ ...initialState, face: sampleFace(model, 1) });
  let divided = 0;
  const writer = new SessionWriter(
    {
      shelf: { ...browserShelf, write },
      claims: new Claims(undefined),
      content: () => ({
        session: { model: model.id, thumbnail: '', state, work: ++work, worked: true },
        pins,
        history: null,
      }),
      written: () => undefined,
      divided: () => {
        divided += 1;
      },
      delay: () => 5,
    },
    { failed: () => undefined, recovered: () => undefined },
  );
  const answer = async () => {
    await settled();
    for (const resolve of waiting.splice(0)) resolve();
    await settled();
  };
  const have = (...now: Pin[]) => {
    pins = now;
  };
  return { writer, have, answer, divided: () => divided };
}

it('a pin that is deleted while its write has not ended stays deleted when the page closes', async () => {
  const { writer, have } = slowToLearn();
  have(pin(1), pin(2));
  void writer.write();
  await settled();
  expect((await kept()).pins).toEqual(['p1', 'p2']);
  have(pin(1));
  writer.writeLast();
  await settled();
  expect((await kept()).pins).toEqual(['p1']);
});

it('a page that stays after all deletes what its last write put, and keeps what undo brought back', async () => {
  const { writer, have, answer, divided } = slowToLearn();
  have(pin(1));
  void writer.write();
  await settled();
  have(pin(1), pin(2));
  writer.writeLast();
  await answer();
  have(pin(1));
  void writer.write();
  await answer();
  expect((await kept()).pins).toEqual(['p1']);
  have(pin(1), pin(2));
  void writer.write();
  await answer();
  expect((await kept()).pins).toEqual(['p1', 'p2']);
  // Without locks a later number in the database would have been taken for another tab's.
  expect(divided()).toBe(0);
});
