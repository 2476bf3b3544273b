/** Sessions with damaged parts: valid parts open, and the rest stays as it is. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { model } from '../testing/tinyModel.ts';
import { inLibrary } from './database.ts';
import { closeTabs, forgetTabs, freshBrowser, kept, notices, pin, settled, tab } from './testing/tab.ts';

beforeEach(freshBrowser);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('damaged parts', () => {
  async function damage(): Promise<string> {
    const { store, sessions } = tab();
    await sessions.restore();
    store.setState({ pins: [pin(1), pin(2)] });
    await settled();
    await inLibrary(async (library) => {
      const session = (await library.get('sessions', sessions.id))!;
      await library.put('sessions', { ...session, state: { ...session.state, gridSeeds: 5 as never } });
      const one = (await library.get('pins', [sessions.id, 'p1']))!;
      await library.put('pins', { ...one, name: { a: 1 } as never });
    });
    return sessions.id;
  }

  it('stay as they are, are counted and reported once, and the rest opens', async () => {
    const id = await damage();
    closeTabs();
    // Like after a reload: there is no model before the session is read.
    const { store, sessions } = tab({ model: null });
    const taken = await sessions.restore();
    expect(taken?.session.lost).toEqual(['gridSeeds']);
    expect(store.getState().pins.map((one) => one.id)).toEqual(['p2']);
    sessions.goOn(taken!);
    expect(sessions.id).not.toBe(id);
    store.setState({ model, pins: [...store.getState().pins, pin(3)] });
    await settled();
    await inLibrary(async (library) => {
      expect((await library.get('sessions', id))?.state.gridSeeds).toBe(5);
      expect((await library.get('pins', [id, 'p1']))?.name).toEqual({ a: 1 });
      expect(await library.getAllKeys('pins')).toHaveLength(4);
    });
    expect(sessions.aside.count).toBe(2);
    expect(JSON.parse(sessions.aside.asFile()).records).toHaveLength(2);
    expect(notices(store)).toContain('STORAGE_DAMAGED');
    const again = tab();
    await again.sessions.restore();
    await settled();
    expect(notices(again.store)).toEqual([]);
    // The pin is found again with its session.
    expect(again.sessions.aside.count).toBe(1);
    again.sessions.leave((await again.sessions.take(id))!);
    expect(again.sessions.aside.count).toBe(2);
    expect(notices(again.store)).toEqual([]);
  });

  it('are deleted only when the user removes the session', async () => {
    const id = await damage();
    for (let k = 0; k < 20; k++) {
      closeTabs();
      forgetTabs();
      const { store, sessions } = tab();
      await sessions.restore();
      store.setState({ pins: [pin(k)] });
      await settled(10);
    }
    closeTabs();
    const { sessions } = tab();
    await sessions.restore();
    await settled();
    const listed = await sessions.list();
    expect(listed.map((one) => one.id)).toContain(id);
    expect(listed.length).toBeLessThan(16);
    await sessions.remove(id);
    expect(sessions.aside.count).toBe(0);
    expect((await kept()).sessions.map((one) => one.id)).not.toContain(id);
  });
});
