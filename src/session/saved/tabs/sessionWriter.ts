/**
 * Writes a tab's session as things happen. Which session that is may change; what was last done in the one before is
 * written before another tab may have it. What could not be written is tried again until it can.
 */
import { freshId } from '../../../base/ids.ts';
import type { Pin } from '../../../store/state/state.ts';
import type { SavedSession } from '../database.ts';
import { Retrying, type RetryingEvents, retryDelay } from '../kept/retrying.ts';
import { type KnownPins, noPins, type Shelf } from '../kept/sessionShelf.ts';
import type { Claim, Claims } from './claims.ts';

/** What a tab is at: all of a session but its id and its name. */
export interface Content {
  session: Pick<SavedSession, 'model' | 'thumbnail' | 'state'>;
  pins: readonly Pin[];
}

/** A session that this tab writes to. */
interface Desk {
  id: string;
  name: string;
  /** Held from before the first read or write until after the last. */
  claim: Promise<Claim | null>;
  known: KnownPins;
}

/** Something to write: what a tab left behind, or (null) what it is at when the turn comes. */
interface Job {
  desk: Desk;
  left: Content | null;
}

interface WriterParts {
  shelf: Shelf;
  claims: Claims;
  /** What the tab is at now; null when there is nothing to keep yet. */
  content: () => Content | null;
  /** Told of each session that was written. */
  written: (id: string) => void;
  delay?: (failures: number) => number;
}

export class SessionWriter {
  readonly #parts: WriterParts;
  readonly #writing: Retrying;
  /** By the id of their session. */
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

  /** Writes what the tab is at. Resolves when that was tried. */
  write(): Promise<void> {
    this.#jobs.set(this.#desk.id, { desk: this.#desk, left: null });
    return this.#writing.run();
  }

  /** From now on writes go to another session, or to a new one of that name. */
  move(to: Desk | string): void {
    const from = this.#desk;
    const left = this.#parts.content();
    // A job that waits for its turn would write what comes next under the old id.
    this.#jobs.delete(from.id);
    if (left) this.#jobs.set(from.id, { desk: from, left });
    this.#desk = typeof to === 'string' ? this.#fresh(to) : to;
    void this.#writing.run().then(() => this.#release(from));
  }

  #fresh(name: string): Desk {
    const id = freshId();
    return { id, name, claim: this.#parts.claims.claim(id), known: noPins };
  }

  async #writeJobs(): Promise<void> {
    const failures: unknown[] = [];
    for (const [id, job] of [...this.#jobs]) {
      if (this.#jobs.get(id) !== job) continue; // overtaken: the newer one has a turn of its own
      try {
        const content = job.left ?? this.#parts.content();
        if (content) await this.#write(job.desk, content);
        if (this.#jobs.get(id) === job) this.#jobs.delete(id);
        this.#release(job.desk);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  async #write(desk: Desk, { session, pins }: Content): Promise<void> {
    await desk.claim;
    const { id, name } = desk;
    const whole = { ...session, id, name, updated: Date.now() };
    // Known to be kept is what was written, and nothing before that: after a failure all of it is tried again.
    desk.known = await this.#parts.shelf.write(whole, pins, desk.known);
    this.#parts.written(id);
  }

  /** Gives a session that was left to whoever wants it, once all of it is written. */
  #release(desk: Desk): void {
    if (desk === this.#desk || this.#jobs.has(desk.id)) return;
    void desk.claim.then((claim) => claim?.release());
  }
}
