/**
 * Writes a tab's session as things happen. The session may change; the last work in the previous one is written before
 * another tab may have it. Failed writes are retried until they succeed.
 */
import { freshId } from '../../../base/ids.ts';
import { Retrying, type RetryingEvents, retryDelay } from '../kept/retrying.ts';
import { type Known, nothingKnown, type Shelf, type Whole } from '../kept/sessionShelf.ts';
import type { Claim, Claims } from './claims.ts';

/** A tab's work: all of a session except its id and its name. */
export interface Content extends Omit<Whole, 'session' | 'gone'> {
  session: Pick<Whole['session'], 'model' | 'thumbnail' | 'state' | 'work' | 'worked'>;
}

/** A session that this tab can write to. */
interface Writable {
  id: string;
  name: string;
  /** Held from before the first read or write until after the last. */
  claim: Promise<Claim | null>;
  known: Known;
}

/** A session that this tab writes to. */
interface Desk extends Writable {
  /** Ids of the pins that were passed to the browser: they may be stored even if the page does not know of it yet. */
  passed: Set<string>;
}

/** Something to write: work that a tab left behind, or (null) its current work when the turn comes. */
interface Job {
  desk: Desk;
  left: Content | null;
}

interface WriterParts {
  shelf: Shelf;
  claims: Claims;
  /** Returns the tab's current work; null if there is nothing to save yet. */
  content: () => Content | null;
  /**
   * Called for each written session with the number of its work; null while a session that the tab left is still
   * unwritten.
   */
  written: (id: string, work: number | null) => void;
  /** Called when another tab had written to this tab's session, whose work goes into a copy from now on. */
  divided: () => void;
  delay?: (failures: number) => number;
}

export class SessionWriter {
  readonly #parts: WriterParts;
  readonly #writing: Retrying;
  /** Keyed by the id of their session. */
  readonly #jobs = new Map<string, Job>();
  #desk: Desk;

  constructor(parts: WriterParts, events: RetryingEvents) {
    this.#parts = parts;
    this.#desk = this.#fresh('');
    this.#writing = new Retrying(() => this.#writeJobs(), events, parts.delay ?? retryDelay);
  }

  get desk(): Desk {
    return this.#desk;
  }

  /** Writes the tab's current work. Resolves when that was tried. */
  write(): Promise<void> {
    this.#jobs.set(this.#desk.id, { desk: this.#desk, left: null });
    return this.#writing.run();
  }

  /** Passes the tab's work to the browser immediately: the page may be gone before it learns the outcome. */
  writeLast(): void {
    const content = this.#parts.content();
    if (!content) return;
    const whole = wholeOf(this.#desk, content);
    const { known } = this.#desk;
    this.#parts.shelf.writeLast(whole, known);
    // If the page stays after all, it must not take its own write for that of another tab.
    this.#desk.known = { ...known, work: Math.max(known.work, content.session.work) };
  }

  /** Directs later writes to another session, or to a new one of that name. */
  move(to: Writable | string): void {
    const from = this.#desk;
    const left = this.#parts.content();
    // A waiting job would write later work under the old id.
    this.#jobs.delete(from.id);
    if (left) this.#jobs.set(from.id, { desk: from, left });
    this.#desk = typeof to === 'string' ? this.#fresh(to) : { ...to, passed: new Set() };
    void this.#writing.run().then(() => this.#release(from));
  }

  #fresh(name: string): Desk {
    const id = freshId();
    return { id, name, claim: this.#parts.claims.claim(id), known: nothingKnown, passed: new Set() };
  }

  async #writeJobs(): Promise<void> {
    const failures: unknown[] = [];
    for (const [id, job] of [...this.#jobs]) {
      if (this.#jobs.get(id) !== job) continue; // overtaken: the newer one has its own turn
      const { desk } = job;
      try {
        // Read before anything is awaited: afterwards the tab may be at another session.
        const content = job.left ?? this.#parts.content();
        if (content) await this.#write(desk, content);
        if (this.#jobs.get(desk.id) === job) this.#jobs.delete(desk.id);
        this.#release(desk);
        const leftBehind = [...this.#jobs.values()].some(({ left }) => left !== null);
        if (content) this.#parts.written(desk.id, leftBehind ? null : content.session.work);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  async #write(desk: Desk, content: Content): Promise<void> {
    const claim = await desk.claim;
    const write = async () => {
      const whole = wholeOf(desk, content);
      const before = desk.known;
      const known = await this.#parts.shelf.write(whole, before, claim?.guarded ?? false);
      if (!known) return false;
      // Otherwise `writeLast` has passed on newer work in the meantime, and the page has stayed after all.
      if (desk.known === before) for (const id of whole.gone) desk.passed.delete(id);
      desk.known = { ...known, work: Math.max(known.work, desk.known.work) };
      return true;
    };
    // Only a successful write counts as stored: after a failure everything is tried again.
    if (await write()) return;
    this.#divide(desk);
    await write();
  }

  /** Gives the work done here a new id, because another tab has the session and continues it. */
  #divide(desk: Desk): void {
    const { id, claim, known, passed } = this.#fresh('');
    const job = this.#jobs.get(desk.id);
    this.#jobs.delete(desk.id);
    Object.assign(desk, {
      id,
      claim,
      known,
      passed,
      name: desk.name === '' ? '' : `${desk.name} (copy)`,
    });
    if (job) this.#jobs.set(id, job);
    if (desk === this.#desk) this.#parts.divided();
  }

  /** Releases a session that the tab has left, once everything is written. */
  #release(desk: Desk): void {
    if (desk === this.#desk || this.#jobs.has(desk.id)) return;
    void desk.claim.then((claim) => claim?.release());
  }
}

/** Returns the content as a complete session, and notes its pins as passed to the browser. */
function wholeOf({ id, name, known, passed }: Desk, { session, pins, history }: Content): Whole {
  for (const pin of known.pins) passed.add(pin.id);
  const here = new Set(pins.map((pin) => pin.id));
  const gone = [...passed].filter((pin) => !here.has(pin));
  for (const pin of here) passed.add(pin);
  return { session: { ...session, id, name, updated: Date.now() }, pins, gone, history };
}
