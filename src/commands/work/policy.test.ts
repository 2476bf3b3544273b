/** How undo treats a command while something moves by itself. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeTaught } from '../../session/attributes/taughtFile.ts';
import type { Session } from '../../session/session.ts';
import { currentMoment, lineage } from '../../store/history/history.ts';
import { forgetActs } from '../../store/history/remember.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { openTaught } from '../attributes/teach.ts';
import { runCommand } from '../command.ts';
import { fillGrid } from '../face/grid.ts';
import { newSample } from '../face/newSample.ts';
import { togglePlay } from '../journey/walk.ts';
import { model, startHere } from '../testing/startHere.ts';
import { exportLatent } from './exports.ts';
import { saveSession } from './sessions.ts';
import { shareLink } from './share.ts';
import { undo } from './undo.ts';

/** Stands in for the page's downloads and address. */
function pretendToBeAPage(): void {
  const link = { click: () => {}, remove: () => {} };
  vi.stubGlobal('document', { createElement: () => link, body: { append: () => {} } });
  vi.stubGlobal('location', new URL('https://example.org/'));
  vi.stubGlobal('history', { replaceState: () => {} });
  vi.stubGlobal('navigator', { clipboard: { writeText: async () => {} } });
}

function startWalk(): { session: Session; store: ZscapeStore } {
  const { session, store } = startHere();
  forgetActs(store);
  runCommand(session, togglePlay);
  forgetActs(store);
  return { session: { ...session, sessions: { name: '' } } as Session, store };
}

/** Moves the walk, like the player. */
function moveOn(store: ZscapeStore): void {
  store.setState(({ face, walk }) => ({
    face: face && { ...face, seed: null },
    walk: { ...walk, position: walk.position + 0.1 },
  }));
}

const names = ({ getState }: ZscapeStore) => {
  const { history } = getState();
  return history && lineage(history, history.current).map(({ name }) => name);
};

describe('while a walk plays', () => {
  beforeEach(pretendToBeAPage);
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([
    ['a latent', exportLatent],
    ['a session', saveSession],
    ['a link', shareLink],
  ])('saving %s is not a step of undo', async (_, command) => {
    const { session, store } = startWalk();
    const before = store.getState().history;
    const saved = runCommand(session, command);
    moveOn(store);
    await saved;
    expect(store.getState().notices.filter(({ kind }) => kind === 'error')).toEqual([]);
    expect(store.getState().history).toBe(before);
    expect(store.getState().playing).toBe('walk');
  });

  it("content filled in by a panel does not absorb the walk's movement", () => {
    const { session, store } = startWalk();
    const start = store.getState().face;
    moveOn(store);
    runCommand(session, fillGrid);
    runCommand(session, newSample);
    expect(names(store)).toEqual(['Start', 'Walk', 'New sample']);
    runCommand(session, undo);
    runCommand(session, undo);
    expect(store.getState().face).toBe(start);
    expect(store.getState().gridSeeds).not.toEqual([]);
  });

  it("an act that takes its time is a step without the walk's movement in the meantime", async () => {
    const { session, store } = startWalk();
    const start = store.getState().face;
    const one = {
      id: '',
      model: model.id,
      name: 'Hat',
      marks: [],
      created: 0,
      threshold: null,
      accuracy: null,
    };
    const file = encodeTaught({ ...one, direction: new Float32Array(32).fill(1) }, model);
    const opened = runCommand(session, openTaught, new File([file], 'hat.json'));
    moveOn(store);
    await opened;
    const { history } = store.getState();
    expect(names(store)).toEqual(['Start', 'Open an attribute']);
    expect(history && currentMoment(history).snapshot.face).toBe(start);
    runCommand(session, newSample);
    expect(names(store)).toEqual(['Start', 'Open an attribute', 'Walk', 'New sample']);
  });
});
