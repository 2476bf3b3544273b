/** What is written, when, and for whom, on a real database. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { amend } from '../../store/history/history.ts';
import { forgetActs, rememberAct } from '../../store/history/remember.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { createZscapeStore, type ZscapeStore } from '../../store/store.ts';
import { model } from '../testing/tinyModel.ts';
import { inLibrary } from './database.ts';
import { savedMarkOf } from './savedMark.ts';
import { SavedSessions } from './savedSessions.ts';
import { Claims } from './tabs/claims.ts';
import { closeTabs, forgetTabs, freshBrowser, kept, pin, settled, tab } from './testing/tab.ts';

beforeEach(freshBrowser);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A tab of a browser without locks. */
function unguarded() {
  const store = createZscapeStore();
  return {
    store,
    sessions: new SavedSessions(store, () => '', { claims: new Claims(undefined), delay: () => 5 }),
  };
}

function draw(store: ZscapeStore, seed: number): void {
  store.setState({ model, face: sampleFace(model, seed) });
  if (!store.getState().history) forgetActs(store);
  rememberAct(store, 'New sample', null);
}

const seeds = async () => (await kept()).sessions.map(({ state }) => state.face?.seed).sort();

const seedOf = async (id: string) => (await kept()).sessions.find((one) => one.id === id)?.state.face?.seed;

it('work is promised only once the transaction has ended', async () => {
  const { store, sessions } = tab();
  await sessions.restore();
  draw(store, 5);
  const mark = savedMarkOf(store);
  const saved = sessions.whenSaved();
  expect(mark.isSaved).toBe(false);
  store.setState({ pins: [pin(1)] });
  await saved;
  expect(await seeds()).toEqual([5]);
  await settled();
  expect(mark.isSaved).toBe(true);
  expect((await kept()).sessions[0]?.work).toBe(mark.work);
});

it('undo history is stored under the same number', async () => {
  const { store, sessions } = tab();
  await sessions.restore();
  for (const seed of [5, 6, 7]) draw(store, seed);
  await sessions.list();
  const acts = await inLibrary((library) => library.get('acts', sessions.id));
  expect(acts?.moments.map(({ state }) => state.face?.seed)).toEqual([5, 6, 7]);
  expect(acts?.work).toBe((await kept()).sessions[0]?.acts);
  await sessions.remove(sessions.id).catch(() => undefined);
});

it('of two tabs without locks the second to write continues in a copy', async () => {
  const first = unguarded();
  await first.sessions.restore();
  draw(first.store, 5);
  await first.sessions.list();
  // Both have the session of the same tab, which was duplicated.
  const second = unguarded();
  const taken = await second.sessions.restore();
  second.sessions.goOn(taken!);
  expect(second.sessions.id).toBe(first.sessions.id);
  draw(first.store, 6);
  await first.sessions.list();
  draw(second.store, 7);
  await second.sessions.list();
  expect(second.sessions.id).not.toBe(first.sessions.id);
  expect([await seedOf(first.sessions.id), await seedOf(second.sessions.id)]).toEqual([6, 7]);
  draw(first.store, 8);
  await first.sessions.list();
  expect([await seedOf(first.sessions.id), await seedOf(second.sessions.id)]).toEqual([8, 7]);
});

it('pages that were only opened do not displace work', async () => {
  const worked = tab();
  await worked.sessions.restore();
  for (const seed of [5, 6]) draw(worked.store, seed);
  await worked.sessions.list();
  for (let k = 0; k < 16; k++) {
    closeTabs();
    forgetTabs();
    const { store, sessions } = tab();
    await sessions.restore();
    draw(store, 100 + k);
    await sessions.list();
  }
  const found = await seeds();
  expect(found).toContain(6);
  expect(found.length).toBeLessThan(16);
});

it.each([
  ['a playing walk has moved on', (store: ZscapeStore) => store.setState({ face: sampleFace(model, 6) })],
  [
    'the history was told of a drag late',
    (store: ZscapeStore) => {
      const { history } = store.getState();
      store.setState({ history: amend(history!, { spread: 0.5 }) });
    },
  ],
  ['it has another name', (_: ZscapeStore, sessions: SavedSessions) => sessions.rename(sessions.id, 'Mine')],
])('one number never stands for two contents: %s', async (_, move) => {
  const { store, sessions } = tab();
  await sessions.restore();
  draw(store, 5);
  store.setState({ playing: 'walk' });
  const contents = new Map<number, string>();
  const read = async () => {
    await sessions.list();
    const own = await inLibrary((library) => library.get('sessions', sessions.id));
    const acts = await inLibrary((library) => library.get('acts', sessions.id));
    const content = JSON.stringify([own?.name, own?.state, acts?.moments]);
    const work = own?.work ?? -1;
    expect(contents.get(work) ?? content).toBe(content);
    contents.set(work, content);
  };
  await read();
  await read();
  expect(contents.size).toBe(1);
  await move(store, sessions);
  await read();
  expect(contents.size).toBe(2);
});
