/**
 * The page's promise about its work, for any observer: `<html data-work="7" data-saved="7">`. Work is numbered, and a
 * number stands for everything that the tab shows of it. Once `data-saved` has reached a number, all work under it
 * survives the end of the tab, the renderer and the browser (docs/page/arriving.md).
 */
import type { ZscapeStore } from '../../store/store.ts';

const marks = new WeakMap<ZscapeStore, SavedMark>();

/** Returns the mark of the page of this store. */
export function savedMarkOf(store: ZscapeStore): SavedMark {
  const known = marks.get(store) ?? new SavedMark();
  marks.set(store, known);
  return known;
}

export class SavedMark {
  #work = 0;
  /** Nobody has read the work under its current number yet, so further changes share it. */
  #open = true;
  /** The latest number whose session a finished transaction has stored; -1 for none. */
  #written = -1;
  /** How many changes to data outside the session have not been written yet. */
  #elsewhere = 0;
  #waiting: { work: number; done: () => void }[] = [];

  get work(): number {
    return this.#work;
  }

  /** True if everything that the tab has shown so far is saved. */
  get isSaved(): boolean {
    return this.#elsewhere === 0 && this.#written >= this.#work;
  }

  /** Gives changed work the next number. */
  changed(): void {
    if (!this.#open) {
      this.#work += 1;
      this.#open = true;
    }
    this.#publish();
  }

  /** Continues from the number of a stored session. */
  follows(work: number): void {
    this.#work = Math.max(this.#work, work) + 1;
    this.#open = true;
    this.#publish();
  }

  /** Marks the work as read for writing. @returns its number */
  read(): number {
    this.#open = false;
    return this.#work;
  }

  /** Marks the session read under this number as stored: its transaction has ended. */
  written(work: number): void {
    this.#written = Math.max(this.#written, work);
    this.#publish();
  }

  /** Notes a change to data outside the session. @returns a function to call once it is written */
  changedElsewhere(): () => void {
    this.#elsewhere += 1;
    this.#publish();
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#elsewhere -= 1;
      this.#publish();
    };
  }

  /** Resolves when everything that the tab shows now is saved. If nothing can be saved, it never does. */
  whenSaved(): Promise<void> {
    const work = this.#work;
    return new Promise((done) => {
      this.#waiting.push({ work, done });
      this.#publish();
    });
  }

  #publish(): void {
    const saved = this.#elsewhere === 0 ? this.#written : Math.min(this.#written, this.#work - 1);
    const settled = this.#waiting.filter(({ work }) => this.#elsewhere === 0 && work <= this.#written);
    this.#waiting = this.#waiting.filter((one) => !settled.includes(one));
    const { dataset } = globalThis.document?.documentElement ?? {};
    if (dataset) {
      dataset.work = String(this.#work);
      if (saved >= 0) dataset.saved = String(saved);
      else delete dataset.saved;
    }
    for (const { done } of settled) done();
  }
}
