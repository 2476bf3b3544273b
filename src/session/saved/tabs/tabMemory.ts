/**
 * What a tab remembers across reloads: in sessionStorage, its session and whether that opened well; and with each entry
 * of its history, the session at that address, so that the browser's back button leads to it.
 */

const sessionKey = 'zscape.session';
const openingKey = 'zscape.opening';

/** Returns this tab's session from before a reload; after the back button, the one at this address. */
export function readTab(): string | null {
  return sessionOfEntry(globalThis.history?.state) ?? read(sessionKey);
}

/** Remembers this tab's session, also with the current entry of its history. */
export function writeTab(id: string): void {
  write(sessionKey, id);
  if (sessionOfEntry(globalThis.history?.state) !== id) noteWithEntry({ [sessionKey]: id });
}

/** Forgets this tab's session, so that a reload starts a new one. */
export function forgetTab(): void {
  remove(sessionKey);
  noteWithEntry({ [sessionKey]: null });
}

/** Returns the session of an entry in the tab's history, from the entry's state. */
export function sessionOfEntry(state: unknown): string | null {
  const id = (state as Record<string, unknown> | null)?.[sessionKey];
  return typeof id === 'string' ? id : null;
}

/** Adds a note to the current entry of the tab's history. @param address replaces the entry's own */
export function noteWithEntry(note: Record<string, unknown>, address?: string): void {
  try {
    globalThis.history?.replaceState({ ...globalThis.history.state, ...note }, '', address);
  } catch {
    // Browsers refuse addresses that change too often: then the entry stays as it is.
  }
}

/** After this many openings without an end, another try is not worthwhile. */
export const tooManyOpenings = 2;
const broken = 'broken';

/** Counts consecutive openings of this session without an end: the page hung, crashed, or broke. */
export function unfinishedOpenings(id: string): number {
  const [of, count] = (read(openingKey) ?? '').split(' ');
  if (of !== id) return 0;
  return count === broken ? tooManyOpenings : Number(count) || 0;
}

/** Counts an opening of a session, until `endOpening` reports that it went well. */
export function beginOpening(id: string): void {
  write(openingKey, `${id} ${unfinishedOpenings(id) + 1}`);
}

/** It opened well, or the user left before that was clear. */
export function endOpening(): void {
  if (!read(openingKey)?.endsWith(broken)) remove(openingKey);
}

/** Marks the session as breaking the page: it is not reopened automatically. */
export function breakOpening(id: string): void {
  write(openingKey, `${id} ${broken}`);
}

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Without storage a reload is a new session that begins with the same pins.
  }
}

function remove(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // There is nothing to forget.
  }
}
