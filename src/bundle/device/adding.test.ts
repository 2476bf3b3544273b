/** Tabs that add the same model, list models, and are closed at any moment: every order of their steps. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { toPlainError } from '../../base/errors.ts';
import { quiet, type World, walkAll } from '../../base/testing/interleavings.ts';
import { addBundle } from './adding.ts';
import { listBundles } from './deviceStore.ts';
import type { ModelLocks } from './modelLock.ts';
import { MemoryFolder } from './testing/memoryFolder.ts';
import { smallBundle } from './testing/smallBundle.ts';

const { manifest, content } = await smallBundle();
const party = new AsyncLocalStorage<string>();

interface Pending {
  who: string;
  what: string;
  does: () => void;
}

class Site {
  readonly pending: Pending[] = [];
  readonly seen: Record<string, string[]> = {};
  readonly dead = new Set<string>();
  /** In order of the requests; the first holds the lock. */
  readonly queue: { who: string; enter: () => void }[] = [];
  readonly models: MemoryFolder;

  /** @param turns the steps that wait for a turn; everything between two of them happens immediately */
  constructor(turns: RegExp) {
    this.models = new MemoryFolder('', (what) => (turns.test(what) ? this.turn(what) : undefined));
  }

  turn(what: string): Promise<void> {
    const who = party.getStore() ?? 'test';
    if (who === 'test') return Promise.resolve();
    return new Promise((resolve) => {
      const does = () => {
        this.seen[who] = [...(this.seen[who] ?? []), `${what} ${this.names()}`];
        resolve();
      };
      if (!this.dead.has(who)) this.pending.push({ who, what, does });
    });
  }

  readonly locks: ModelLocks = {
    request: async (_name, { ifAvailable }, granted) => {
      const who = party.getStore() ?? 'test';
      await this.turn('lock');
      if (ifAvailable && this.queue.length > 0) return granted(null);
      await new Promise<void>((enter) => {
        this.queue.push({ who, enter });
        if (this.queue.length === 1) enter();
      });
      try {
        return await granted({});
      } finally {
        this.leave(who);
      }
    },
  };

  leave(who: string): void {
    const at = this.queue.findIndex((one) => one.who === who);
    if (at < 0) return;
    this.queue.splice(at, 1);
    if (at === 0) this.queue[0]?.enter();
  }

  /** Closes a tab: it does nothing more, and the browser releases its locks. */
  kill(who: string): void {
    this.dead.add(who);
    for (const one of this.pending.filter((pending) => pending.who === who))
      this.pending.splice(this.pending.indexOf(one), 1);
    this.leave(who);
  }

  names(): string {
    return JSON.stringify(this.models.contents(), (_, value) =>
      typeof value === 'string' ? value.length : value,
    );
  }
}

type Outcome = 'running' | 'added' | string;

/** The steps visible to another tab: names that appear and disappear, and files when they are closed and read. */
const everything = /^(folder|remove|list|close|read)/;
/** The steps at which a bundle begins and ends. */
const turningPoints = /^(remove|list|close _adding|close zscape)/;

async function worldOf(adders: number, turns: RegExp): Promise<World> {
  const site = new Site(turns);
  const outcomes: Record<string, Outcome> = {};
  const start = (who: string, work: () => Promise<string>) => {
    outcomes[who] = 'running';
    party.run(who, () => {
      work().then(
        (outcome) => {
          outcomes[who] = outcome;
        },
        (error: unknown) => {
          outcomes[who] = toPlainError(error).code;
        },
      );
    });
  };
  for (let k = 1; k <= adders; k++)
    start(`adder ${k}`, () =>
      addBundle(site.models.handle, site.locks, manifest, content).then(() => 'added'),
    );
  start('lister', async () => {
    const listed = await listBundles(site.models.handle, site.locks);
    return listed.map((bundle) => ('manifest' in bundle ? 'whole' : 'damaged')).join();
  });
  await quiet();
  return {
    options: () => [
      ...site.pending.map((one) => ({
        does: () => {
          site.pending.splice(site.pending.indexOf(one), 1);
          one.does();
        },
      })),
      ...(site.dead.size === 0 && outcomes['adder 1'] === 'running'
        ? [{ does: () => site.kill('adder 1') }]
        : []),
    ],
    fingerprint: () =>
      JSON.stringify([
        site.seen,
        site.pending.map(({ who, what }) => `${who} ${what}`).sort(),
        site.queue.map(({ who }) => who),
        [...site.dead],
        outcomes,
        site.names(),
      ]),
    check: () => undefined,
    checkEnd: () => {
      expect(['', 'whole']).toContain(outcomes.lister);
      const alive = Object.keys(outcomes).filter((who) => who !== 'lister' && !site.dead.has(who));
      const whole = content.every(({ path, bytes }) => {
        const folder = site.models.entriesByName.get('tiny') as MemoryFolder | undefined;
        const file = folder?.entriesByName.get(path);
        return file !== undefined && !(file instanceof MemoryFolder) && file.bytes.length === bytes.length;
      });
      const added = alive.filter((who) => outcomes[who] === 'added');
      for (const who of alive) expect(['added', 'OUTPUT_UNWRITABLE']).toContain(outcomes[who]);
      // One of them adds it; the others, and any tab that lists in the meantime, leave it alone.
      expect(added.length).toBeLessThanOrEqual(1);
      if (alive.length > 0) expect(whole).toBe(true);
    },
  };
}

describe('adding a model, in whatever order', () => {
  it('while another tab lists them, and the adding tab may be closed', async () => {
    const { states, ends } = await walkAll(() => worldOf(1, everything));
    expect(states).toBeGreaterThan(100);
    expect(ends).toBeGreaterThan(1);
  });

  it('in two tabs simultaneously, one of which may be closed', async () => {
    const { states } = await walkAll(() => worldOf(2, turningPoints));
    expect(states).toBeGreaterThan(100);
  });
});
