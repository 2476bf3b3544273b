/**
 * Sessions in the browser: work is written as it happens, under an id that belongs to this tab, so tabs do not overwrite
 * each other. A reload continues where it was; a new tab begins with the pins of the latest session, as a copy.
 */
import { ZscapeError } from '../../base/errors.ts';
import { inPageLanguage } from '../../language/texts.ts';
import type { History } from '../../store/history/history.ts';
import { changeThroughout } from '../../store/history/remember.ts';
import type { Pin, State, Undone } from '../../store/state/state.ts';
import { notify, settleNotices, type ZscapeStore } from '../../store/store.ts';
import { sessionMessages } from '../messages.ts';
import type { ReadSession } from './kept/keptRecords.ts';
import { browserShelf, type Known, type Shelf } from './kept/sessionShelf.ts';
import { type SetAside, setAsideOf } from './kept/setAside.ts';
import { isSameWork, type ReadWork, readWork } from './readWork.ts';
import { type SavedMark, savedMarkOf } from './savedMark.ts';
import { copied, keptAgain } from './savedNotices.ts';
import { browserLocks, type Claim, Claims } from './tabs/claims.ts';
import { type Content, SessionWriter } from './tabs/sessionWriter.ts';
import { readTab, writeTab } from './tabs/tabMemory.ts';
import { watchWork } from './watchWork.ts';

/** How many unnamed sessions are kept, the latest first: those with work in them, and those that were only opened. */
const mostUnnamed = { worked: 100, opened: 12 };
/** A page that is being reloaded releases its session within this time. */
const reloadMs = 400;

/** A session that was read, to be continued or released. */
export interface TakenSession {
  session: ReadSession;
  pins: Pin[];
  /** Reads the session's undo history, once the session is the current one; null if it cannot be read. */
  acts: (state: State) => History<Undone> | null;
  known: Known;
  /** Null while another tab has it: work done here goes into a copy. */
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
  /** The records that could not be read. */
  readonly aside: SetAside;
  readonly #mark: SavedMark;
  /** The work as it was last read for writing. */
  #lastRead: ReadWork | null = null;
  #watching: ReturnType<typeof watchWork> | undefined;
  /** Whether something has been done in this session. */
  #worked = false;

  constructor(store: ZscapeStore, thumbnail: () => string, parts: Partial<SavedSessionsParts> = {}) {
    const { shelf = browserShelf, claims = new Claims(browserLocks()), ...rest } = parts;
    this.#store = store;
    this.#thumbnail = thumbnail;
    this.#shelf = shelf;
    this.#claims = claims;
    this.aside = setAsideOf(store);
    this.#mark = savedMarkOf(store);
    this.#writer = new SessionWriter(
      {
        ...{ shelf, claims, ...rest },
        content: () => this.#content(),
        written: (id, work) => this.#written(id, work),
        divided: () => notify(store, copied(), 'info'),
      },
      {
        failed: (error) => notify(store, error, 'error', 'storage'),
        recovered: () => {
          settleNotices(store, 'storage');
          notify(store, keptAgain(), 'info');
        },
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
   * Puts the pins that this tab begins with into the store: its own, or those of the latest session. Call it once, at the
   * start; from then on all work is saved.
   * @returns this tab's session from before a reload, for `goOn` or `leave`; null for a new tab
   * @throws STORAGE_*; work is still saved as soon as that is possible
   */
  async restore(): Promise<TakenSession | null> {
    const before = readTab();
    this.#watch();
    const own = before === null ? null : await this.#ownOf(before);
    const looked = this.#lookAround(before);
    if (own) {
      looked.catch(() => undefined);
      this.#bringPins(own.pins);
      return own;
    }
    const latest = (await looked)[0];
    if (latest) {
      const { pins, damaged } = await this.#shelf.pins(latest.id);
      this.aside.add(damaged);
      this.#bringPins(pins);
    }
    return null;
  }

  /** Returns this tab's session; null if it is gone. */
  async #ownOf(before: string): Promise<TakenSession | null> {
    // Read it only once it is ours: the previous page may still be writing.
    const waited = await this.#claims.claim(before, reloadMs);
    // A busy machine may not have released it in that time.
    const claim = waited ?? (await this.#claims.claim(before));
    try {
      const own = await this.#read(before, claim);
      if (own) return own;
    } catch (error) {
      claim?.release();
      throw error;
    }
    claim?.release();
    return null;
  }

  /** Reads everything that is stored: damage is reported, and surplus sessions are removed. @returns the latest first */
  async #lookAround(before: string | null): Promise<ReadSession[]> {
    const { sessions, damaged } = await this.#shelf.all();
    this.aside.add(damaged);
    void this.#forgetOld(sessions.filter(({ id }) => id !== before));
    return sessions;
  }

  async #read(id: string, claim: Claim | null): Promise<TakenSession | null> {
    const session = await this.#shelf.session(id);
    if (!session) return null;
    const [{ pins, damaged, known }, kept] = await Promise.all([this.#shelf.pins(id), this.#shelf.acts(id)]);
    this.aside.add(damaged);
    const reader = kept === undefined ? null : await import('./kept/readActs.ts').catch(() => null);
    const acts = (state: State) => reader?.unpackActs(kept, session.acts ?? -1, state) ?? null;
    return { session, pins, acts, known, claim };
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

  /** Takes a stored session with its pins, for `goOn` or `leave`; null if there is none. @throws STORAGE_* */
  async take(id: string): Promise<TakenSession | null> {
    const claim = await this.#claims.claim(id);
    try {
      const taken = await this.#read(id, claim);
      if (taken) return taken;
    } catch (error) {
      claim?.release();
      throw error;
    }
    claim?.release();
    return null;
  }

  /** Makes this tab write to that session, or to a copy if it belongs to another tab or lost parts. */
  goOn({ session, known, claim }: TakenSession): void {
    const { id, name, lost, work = 0, worked = true } = session;
    if (claim && lost.length === 0) {
      this.#writer.move({ id, name, claim: Promise.resolve(claim), known });
      this.#mark.follows(work);
      writeTab(id);
    } else {
      claim?.release();
      this.begin(name === '' ? '' : `${name} (copy)`);
      notify(this.#store, copied(session), 'info');
    }
    this.#worked = worked;
  }

  /** Releases a session that was taken and is not continued. */
  leave({ claim }: TakenSession): void {
    claim?.release();
  }

  /** Makes this tab write to a new session; the previous one stays as it is. */
  begin(name: string): void {
    this.#writer.move(name);
    this.#mark.changed();
    this.#worked = false;
    this.#watching?.soon();
  }

  /** Resolves when everything that the tab shows now is saved. If nothing can be saved, it never does. */
  whenSaved(): Promise<void> {
    return this.#mark.whenSaved();
  }

  /** Renames a session. @throws SESSION_INVALID while another tab has it, STORAGE_* */
  async rename(id: string, name: string): Promise<void> {
    if (id === this.id) {
      this.#writer.desk.name = name;
      this.#mark.changed();
      await this.#writer.write();
    } else await this.#alone(id, () => this.#shelf.rename(id, name));
  }

  /** Removes a session. @throws SESSION_INVALID while a tab has it, STORAGE_* */
  async remove(id: string): Promise<void> {
    await this.#alone(id, () => this.#shelf.remove(id));
    this.aside.drop(({ key }) => key === id || (Array.isArray(key) && key[0] === id));
  }

  async #alone(id: string, work: () => Promise<void>): Promise<void> {
    const claim = id === this.id ? null : await this.#claims.claim(id);
    if (!claim) {
      throw new ZscapeError('SESSION_INVALID', sessionMessages.get().openElsewhere, inPageLanguage());
    }
    try {
      await work();
    } finally {
      claim.release();
    }
  }

  /** Adds pins that were read. They have always been there, so undo must not lead back to before them. */
  #bringPins(pins: readonly Pin[]): void {
    changeThroughout(this.#store, 'pins', (then) => {
      const here = new Set(then.map(({ id }) => id));
      const missing = pins.filter(({ id }) => !here.has(id));
      return missing.length > 0 ? [...missing, ...then] : then;
    });
  }

  #watch(): void {
    this.#watching = watchWork(this.#store, {
      changed: (isAct) => {
        this.#mark.changed();
        this.#worked ||= isAct;
      },
      isSaved: () => this.#mark.isSaved,
      write: () => void this.#writer.write(),
      writeLast: () => this.#writer.writeLast(),
    });
  }

  /** Writes the current work. @returns when it is saved, or has failed to be */
  async writeNow(): Promise<void> {
    await this.#writer.write();
  }

  #content(): Content | null {
    const state = this.#store.getState();
    if (!state.model || !state.face) return null;
    const work = readWork(state);
    const { pins, ...rest } = work.fields;
    // A playing walk moves on without giving the work a number, and a drag tells the history late: but a number stands for one content.
    if (this.#lastRead && !isSameWork(work, this.#lastRead)) this.#mark.changed();
    this.#lastRead = work;
    this.#watching?.read();
    const head = { model: state.model.id, thumbnail: this.#thumbnail(), worked: this.#worked };
    return { session: { ...head, work: this.#mark.read(), state: rest }, pins, history: state.history };
  }

  /** Remembers the last written session, to which a reload returns. */
  #written(id: string, work: number | null): void {
    if (id !== this.id) return;
    writeTab(id);
    if (work !== null) this.#mark.written(work);
  }

  /** Removes old unnamed sessions; the latest stay, and so do those that are open or damaged. */
  async #forgetOld(sessions: readonly ReadSession[]): Promise<void> {
    const unnamed = sessions.filter(({ name, lost }) => name === '' && lost.length === 0);
    const worked = unnamed.filter((one) => one.worked !== false).slice(mostUnnamed.worked);
    const opened = unnamed.filter((one) => one.worked === false).slice(mostUnnamed.opened);
    for (const { id } of [...worked, ...opened])
      await this.#alone(id, () => this.#shelf.remove(id)).catch(() => undefined);
  }
}
