/** What a tab remembers across its reloads, in sessionStorage: which session it was at, and whether that one opened well. */

const sessionKey = 'zscape.session';
const openingKey = 'zscape.opening';

/** The session that this tab was at before a reload. */
export function readTab(): string | null {
  return read(sessionKey);
}

export function writeTab(id: string): void {
  write(sessionKey, id);
}

export function forgetTab(): void {
  remove(sessionKey);
}

/** So many openings came to no end that another is not worth a try. */
export const tooManyOpenings = 2;
const broken = 'broken';

/** Openings in a row of this session that never came to an end: the page hung, crashed, or broke. */
export function unfinishedOpenings(id: string): number {
  const [of, count] = (read(openingKey) ?? '').split(' ');
  if (of !== id) return 0;
  return count === broken ? tooManyOpenings : Number(count) || 0;
}

export function beginOpening(id: string): void {
  write(openingKey, `${id} ${unfinishedOpenings(id) + 1}`);
}

/** It opened well, or the user left before one could tell. */
export function endOpening(): void {
  if (!read(openingKey)?.endsWith(broken)) remove(openingKey);
}

/** The session is known to break the page: it is not opened again by itself. */
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
    // Without it a reload is a new session that begins with the same pins.
  }
}

function remove(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // There is nothing to forget.
  }
}
