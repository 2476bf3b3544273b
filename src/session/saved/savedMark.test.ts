import { expect, it } from 'vitest';
import { SavedMark } from './savedMark.ts';

it('reports work as saved only when a transaction has stored everything under its number', () => {
  const mark = new SavedMark();
  mark.changed();
  expect(mark.isSaved).toBe(false);
  const read = mark.read();
  mark.changed();
  mark.written(read);
  expect(mark.isSaved).toBe(false);
  mark.written(mark.read());
  expect(mark.isSaved).toBe(true);
});

it('gives many changes one number as long as nobody has read them', () => {
  const mark = new SavedMark();
  mark.written(mark.read());
  for (let k = 0; k < 5; k++) mark.changed();
  expect(mark.work).toBe(1);
});

it('waits for data outside the session, too', async () => {
  const mark = new SavedMark();
  mark.changed();
  const kept = mark.changedElsewhere();
  let saved = false;
  void mark.whenSaved().then(() => {
    saved = true;
  });
  mark.written(mark.read());
  await Promise.resolve();
  expect([mark.isSaved, saved]).toEqual([false, false]);
  kept();
  kept();
  await Promise.resolve();
  expect([mark.isSaved, saved]).toEqual([true, true]);
});

it('continues counting above the number of the session that it follows', () => {
  const mark = new SavedMark();
  mark.follows(40);
  expect([mark.work, mark.isSaved]).toEqual([41, false]);
  mark.follows(3);
  expect(mark.work).toBe(42);
});
