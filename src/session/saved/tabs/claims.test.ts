/** Several tabs and one session, in every order in which their locks, reads and writes can happen. */
import { describe, expect, it } from 'vitest';
import { quiet, type World, walkAll } from '../../../base/testing/interleavings.ts';
import { sampleFace } from '../../../store/select/faces.ts';
import { createZscapeStore, type ZscapeStore } from '../../../store/store.ts';
import { model } from '../../testing/tinyModel.ts';
import type { SavedSession } from '../database.ts';
import { nothingKnown, type Shelf } from '../kept/sessionShelf.ts';
import { SavedSessions, type TakenSession } from '../savedSessions.ts';
import { Claims, type Locks } from './claims.ts';

interface Pending {
  tab: string;
  what: string;
  does: () => void;
}

const prefix = 'zscape-session-';

/** The part of an answer that a tab can observe and that matters here. */
function said(result: unknown): string {
  return typeof result === 'object'
    ? String(seedIn((result ?? undefined) as SavedSession | undefined))
    : String(result);
}

/** The data that the tabs share, and the operations that wait for their turn. */
class Site {
  readonly pending: Pending[] = [];
  readonly kept = new Map<string, SavedSession>();
  readonly holders = new Map<string, string>();
  /** The events that each tab has seen: its own state can depend on nothing else. */
  readonly seen = new Map<string, string[]>();
  /** The newest face made in each session, by whichever tab had it. */
  readonly newest = new Map<string, number>();
  shared: string | null = null;
  broken: string | null = null;

  /** Operations on the shared session wait for their turn; no other tab can see when the rest happens. */
  turn<T>(tab: string, id: string, what: string, does: () => T): Promise<T> {
    if (id !== this.shared) return Promise.resolve().then(does);
    return new Promise((resolve, reject) => {
      const settle = () => {
        try {
          const result = does();
          this.note(tab, `${what}=${said(result)}`);
          resolve(result);
        } catch (error) {
          this.note(tab, `${what}!`);
          reject(error);
        }
      };
      this.pending.push({ tab, what, does: settle });
    });
  }

  note(tab: string, what: string): void {
    this.seen.set(tab, [...(this.seen.get(tab) ?? []), what]);
  }

  locksOf(tab: string): Locks {
    return {
      request: async (name, _options, granted) => {
        const got = await this.turn(tab, name.slice(prefix.length), 'ask', () => {
          if (this.holders.has(name)) return false;
          this.holders.set(name, tab);
          return true;
        });
        await granted(got ? { name } : null);
        // Immediately: the sooner another tab may have it, the more can go wrong.
        if (got) this.holders.delete(name);
      },
      query: () => Promise.resolve({ held: [...this.holders.keys()].map((name) => ({ name })) }),
    };
  }

  shelfOf(tab: string): Shelf {
    const read = (id: string) => {
      const found = this.kept.get(id);
      return found ? { ...found, lost: [] } : null;
    };
    return {
      all: async () => ({ sessions: [], damaged: [] }),
      session: (id) => this.turn(tab, id, 'read', () => read(id)),
      pins: async () => ({ pins: [], damaged: [], known: nothingKnown }),
      acts: async () => undefined,
      writeLast: () => undefined,
      write: ({ session }) =>
        this.turn(tab, session.id, 'write', () => {
          if (this.holders.get(prefix + session.id) !== tab)
            this.broken ??= `${tab} wrote to a session that is not its own`;
          if (seedIn(session) < seedIn(this.kept.get(session.id)))
            this.broken ??= `${tab} wrote over what is newer`;
          this.kept.set(session.id, session);
          return nothingKnown;
        }),
      rename: async () => undefined,
      remove: async () => undefined,
    };
  }

  async runAll(): Promise<void> {
    await quiet();
    for (let next = this.pending.shift(); next; next = this.pending.shift()) {
      next.does();
      await quiet();
    }
  }
}

const seedIn = (session: SavedSession | undefined): number => session?.state?.face?.seed ?? -1;

/** A tab whose user does one thing after the other; each waits for the previous one. */
class Tab {
  readonly name: string;
  readonly store: ZscapeStore;
  readonly sessions: SavedSessions;
  readonly #site: Site;
  readonly #script: (() => void | Promise<void>)[] = [];
  #busy = false;
  taken: TakenSession | null = null;

  constructor(site: Site, name: string) {
    this.name = name;
    this.#site = site;
    this.store = createZscapeStore();
    const parts = { shelf: site.shelfOf(name), claims: new Claims(site.locksOf(name)), delay: () => 0 };
    this.sessions = new SavedSessions(this.store, () => '', parts);
  }

  /** Shows another face, which is the newest of this tab's session. */
  show(seed: number): void {
    this.#site.newest.set(this.sessions.id, seed);
    this.store.setState({ model, face: sampleFace(model, seed), pins: [] });
  }

  edit(): void {
    this.show((this.store.getState().face?.seed ?? 0) + 1);
  }

  does(...steps: (() => void | Promise<void>)[]): this {
    this.#script.push(...steps);
    return this;
  }

  /** Opens that session from the dialog, and continues it. */
  open(id: string): this {
    return this.does(
      async () => {
        this.taken = await this.sessions.take(id);
      },
      () => {
        if (!this.taken) return;
        const { session } = this.taken;
        this.sessions.goOn(this.taken);
        const newest = this.#site.newest.get(id);
        if (this.sessions.id === id && newest !== seedIn(session))
          this.#site.broken ??= `${this.name} goes on with ${seedIn(session)}, and the newest is ${newest}`;
        this.show(seedIn(session));
      },
    );
  }

  get next(): (() => void) | null {
    const step = this.#script[0];
    if (this.#busy || !step) return null;
    return () => {
      this.#script.shift();
      this.#site.note(this.name, 'step');
      this.#busy = true;
      void Promise.resolve(step()).then(() => {
        this.#busy = false;
      });
    };
  }

  get left(): string {
    return `${this.#script.length}${this.#busy ? '…' : ''}`;
  }
}

async function worldOf(others: number): Promise<World> {
  const site = new Site();
  const first = new Tab(site, 'T1');
  await first.sessions.restore();
  first.show(1);
  await site.runAll();
  const shared = first.sessions.id;
  const tabs = [first];
  for (let k = 0; k < others; k++) {
    const tab = new Tab(site, `T${k + 2}`);
    await tab.sessions.restore();
    await site.runAll();
    tabs.push(tab);
  }
  site.shared = shared;
  first.does(
    () => first.edit(),
    () => first.sessions.begin('another'),
  );
  for (const tab of tabs.slice(1)) {
    tab.open(shared).does(() => tab.edit());
    if (others === 1)
      tab
        .does(
          () => tab.sessions.begin(''),
          () => tab.edit(),
        )
        .open(shared);
  }
  await quiet();
  return {
    options: () => [
      ...tabs.flatMap(({ next }) => (next ? [{ does: next }] : [])),
      ...site.pending.map((one) => ({
        does: () => {
          site.pending.splice(site.pending.indexOf(one), 1);
          one.does();
        },
      })),
    ],
    fingerprint: () =>
      JSON.stringify([
        tabs.map((tab) => [tab.left, site.seen.get(tab.name)]),
        site.pending.map(({ tab, what }) => `${tab} ${what}`).sort(),
        site.holders.get(prefix + shared),
        seedIn(site.kept.get(shared)),
        site.broken,
      ]),
    check: () => expect(site.broken).toBeNull(),
    checkEnd: () => {
      for (const tab of tabs) {
        expect(tab.left, `${tab.name} waits for ever`).toBe('0');
        const kept = seedIn(site.kept.get(tab.sessions.id));
        if (tab.store.getState().face && tab.name !== 'T1')
          expect(kept).toBe(tab.store.getState().face?.seed);
      }
      for (const [id, seed] of site.newest) expect(seedIn(site.kept.get(id))).toBe(seed);
    },
  };
}

describe('one session and several tabs, in every order', () => {
  it('two tabs, one of which leaves it while the other opens it, and again', async () => {
    const walked = await walkAll(() => worldOf(1));
    expect(walked.ends).toBeGreaterThan(1);
    expect(walked.states).toBeGreaterThan(100);
  });

  it('three tabs', async () => {
    const walked = await walkAll(() => worldOf(2));
    expect(walked.states).toBeGreaterThan(500);
  });
});
