/**
 * Sessions in the browser: what happens is written as it happens, under an id that is this tab's own, so that tabs do not
 * overwrite each other. A reload goes on where it was; a new tab begins with the pins of the latest session, as a copy.
 */
import { ZscapeError } from '../../base/errors.ts';
import { changeThroughout } from '../../store/history/remember.ts';
import { workOf } from '../../store/state/fields.ts';
import type { Pin } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import type { ReadSession } from './kept/keptRecords.ts';
import { browserShelf, type KnownPins, noPins, type Shelf } from './kept/sessionShelf.ts';
import { type SetAside, setAsideOf } from './kept/setAside.ts';
import { browserLocks, type Claim, Claims } from './tabs/claims.ts';
import { type Content, SessionWriter } from './tabs/sessionWriter.ts';
import { readTab, writeTab } from './tabs/tabMemory.ts';

/** Sessions without a name that are kept, the latest of them. */
const mostUnnamed = 12;
const writeAfterMs = 400;
/** A page that is being reloaded gives its session back within this time. */
const reloadMs = 400;

/** A session that was read, to be gone on with or to be left. */
export interface TakenSession {
  session: ReadSession;
  pins: Pin[];
  known: KnownPins;
  /** Null while another tab has it: what is done here goes into a copy. */
  claim: Claim | null;
}

export interface ListedSession extends ReadSession {
  openElsewhere: boolean;
}

interface SavedSessionsParts {
  shelf: Shelf;
  claims: Claims;
  delay: (failures: number) => number;
}

export class SavedSessions {
  readonly #store: ZscapeStore;
  readonly #thumbnail: () => string;
  readonly #shelf: Shelf;
  readonly #claims: Claims;
  readonly #writer: SessionWriter;
  /** What could not be read. */
  readonly aside: SetAside;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: ZscapeStore, thumbnail: () => string, parts: Partial<SavedSessionsParts> = {}) {
    const { shelf = browserShelf, claims = new Claims(browserLocks()), ...rest } = parts;
    this.#store = store;
    this.#thumbnail = thumbnail;
    this.#shelf = shelf;
    this.#claims = claims;
    this.aside = setAsideOf(store);
    this.#writer = new SessionWriter(
      { shelf, claims, content: () => this.#content(), written: (id) => this.#written(id), ...rest },
      {
        failed: (error) => notify(store, error),
        recovered: () => notify(store, keptAgain(), 'info'),
      },
    );
  }

  get name(): string {
    return this.#writer.desk.name;
  }

  get id(): string {
    return this.#writer.desk.id;
  }

  /** True for a tab that was reloaded: its session is worth waiting for. Ask before `restore`. */
  get wasHere(): boolean {
    return readTab() !== null;
  }

  /**
   * Puts the pins that this tab begins with into the store: its own, or those of the latest session. Call once, at the
   * start; from then on everything is kept.
   * @returns what this tab was at before a reload, for `goOn` or `leave`; null for a new tab
   * @throws STORAGE_*; what is done is kept all the same as soon as it can be
   */
  async restore(): Promise<TakenSession | null> {
    const before = readTab();
    this.#watch();
    // Read only once it is ours: the page before may still be writing.
    const claim = before === null ? null : await this.#claims.claim(before, reloadMs);
    try {
      const { sessions, damaged } = await this.#shelf.all();
      const own = sessions.find(({ id }) => id === before);
      const from = own ?? sessions[0];
      const found = from ? await this.#shelf.pins(from.id) : { pins: [], damaged: [], known: noPins };
      this.aside.add([...damaged, ...found.damaged]);
      this.#bringPins(found.pins);
      void this.#forgetOld(sessions.filter(({ id }) => id !== before));
      if (own) return { session: own, pins: found.pins, known: found.known, claim };
      claim?.release();
      return null;
    } catch (error) {
      claim?.release();
      throw error;
    }
  }

  async list(): Promise<ListedSession[]> {
    await this.#writer.write();
    const [{ sessions, damaged }, held] = await Promise.all([this.#shelf.all(), this.#claims.held()]);
    this.aside.add(damaged);
    return sessions.map((session) => ({
      ...session,
      openElsewhere: held.has(session.id) && session.id !== this.id,
    }));
  }

  /** A kept session with its pins, for `goOn` or `leave`; null when there is none. @throws STORAGE_* */
  async take(id: string): Promise<TakenSession | null> {
    const claim = await this.#claims.claim(id);
    try {
      const session = await this.#shelf.session(id);
      if (session) {
        const { pins, damaged, known } = await this.#shelf.pins(id);
        this.aside.add(damaged);
        return { session, pins, known, claim };
      }
    } catch (error) {
      claim?.release();
      throw error;
    }
    claim?.release();
    return null;
  }

  /** From now on this tab writes to that session, or to a copy where it belongs to another tab or lost parts. */
  goOn({ session, known, claim }: TakenSession): void {
    const { id, name, lost } = session;
    if (claim && lost.length === 0) {
      this.#writer.move({ id, name, claim: Promise.resolve(claim), known });
      writeTab(id);
      return;
    }
    claim?.release();
    this.begin(name === '' ? '' : `${name} (copy)`);
    notify(this.#store, copied(session), 'info');
  }

  /** Gives back what was taken and is not gone on with. */
  leave({ claim }: TakenSession): void {
    claim?.release();
  }

  /** From now on this tab writes to a new session; the one before stays as it is. */
  begin(name: string): void {
    this.#writer.move(name);
    writeTab(this.id);
  }

  /** @throws SESSION_INVALID while another tab has it, STORAGE_* */
  async rename(id: string, name: string): Promise<void> {
    if (id === this.id) {
      this.#writer.desk.name = name;
      await this.#writer.write();
    } else await this.#alone(id, () => this.#shelf.rename(id, name));
  }

  /** @throws SESSION_INVALID while a tab has it, STORAGE_* */
  async remove(id: string): Promise<void> {
    await this.#alone(id, () => this.#shelf.remove(id));
    this.aside.drop(({ key }) => key === id || (Array.isArray(key) && key[0] === id));
  }

  async #alone(id: string, work: () => Promise<void>): Promise<void> {
    const claim = id === this.id ? null : await this.#claims.claim(id);
    if (!claim) {
      throw new ZscapeError(
        'SESSION_INVALID',
        'This session is open in a tab. Close that tab, or go to another session there, and try again.',
      );
    }
    try {
      await work();
    } finally {
      claim.release();
    }
  }

  /** What was read has always been there: undo does not lead to before it. */
  #bringPins(pins: readonly Pin[]): void {
    changeThroughout(this.#store, 'pins', (then) => {
      const here = new Set(then.map(({ id }) => id));
      const missing = pins.filter(({ id }) => !here.has(id));
      return missing.length > 0 ? [...missing, ...then] : then;
    });
  }

  #watch(): void {
    this.#store.subscribe(
      // The history changes with every act and rests while a walk plays: what has no moment is not worth a write.
      (state) => state.history?.moments,
      () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.#writer.write(), writeAfterMs);
      },
    );
    const now = () => {
      clearTimeout(this.#timer);
      void this.#writer.write();
    };
    // A kept face is kept at once: whoever reloads right after would find it gone.
    this.#store.subscribe((state) => state.pins, now);
    // Leaving the page is the last chance to keep what was done in the last moments.
    globalThis.addEventListener?.('pagehide', now);
  }

  #content(): Content | null {
    const state = this.#store.getState();
    if (!state.model || !state.face) return null;
    const { pins, ...rest } = workOf(state);
    return { session: { model: state.model.id, thumbnail: this.#thumbnail(), state: rest }, pins };
  }

  /** A reload comes back to what was last written. */
  #written(id: string): void {
    if (id === this.id) writeTab(id);
  }

  /** Of the sessions that nobody named the latest stay, and so do those that are open or damaged. */
  async #forgetOld(sessions: readonly ReadSession[]): Promise<void> {
    const unnamed = sessions.filter(({ name, lost }) => name === '' && lost.length === 0);
    for (const { id } of unnamed.slice(mostUnnamed))
      await this.#alone(id, () => this.#shelf.remove(id)).catch(() => undefined);
  }
}

function keptAgain(): ZscapeError {
  return new ZscapeError(
    'STORAGE_REFUSED',
    'The browser keeps data for this page again, and what you did is kept.',
  );
}

function copied({ lost }: ReadSession): ZscapeError {
  return new ZscapeError(
    'SESSION_INVALID',
    lost.length > 0
      ? `This session was damaged: of it ${lost.join(', ')} could not be read. You go on in a copy; the damaged one stays as it is.`
      : 'This session is open in another tab. You go on in a copy of it.',
  );
}
