/**
 * Cleans up the page's address. A part of it that asks for something to be shown (a link, `?seed=`, `?model=`) is removed
 * as soon as its content is saved, so a reload continues the work instead of starting over. Everything else in the
 * address stays.
 */
import { fieldRules } from '../../store/state/fields.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { noteWithEntry } from '../saved/tabs/tabMemory.ts';

const sharedKey = 'zscape.shared';
const wishNames: readonly string[] = [fieldRules.model.url, fieldRules.face.url];

/** Tells whether the part of an address after `#` is a link made by this page. */
export function isLink(hash: string): boolean {
  return /^#v=/.test(hash);
}

/**
 * Returns the address without the parts that ask for something to be shown. All other parameters stay as they were
 * written.
 */
export function withoutWishes(address: string): string {
  const { pathname, search, hash } = new URL(address);
  const others = search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !wishNames.includes([...new URLSearchParams(part).keys()][0] ?? ''));
  return `${pathname}${others.length > 0 ? `?${others.join('&')}` : ''}${isLink(hash) ? '' : hash}`;
}

/** Returns the parts of an address that ask for something to be shown, for comparison. */
function wishesOf(address: string): string {
  const { searchParams, hash } = new URL(address);
  return JSON.stringify([isLink(hash) && hash, ...wishNames.map((name) => searchParams.getAll(name))]);
}

/** Removes whatever has been shown from the address, unless the address has changed in the meantime. */
export function leaveAddress(arrived: string): void {
  if (wishesOf(location.href) !== wishesOf(arrived)) return;
  noteWithEntry({ [sharedKey]: null }, addressBefore() ?? withoutWishes(location.href));
}

/** Puts a link to the tab's current content into the address. It stays there until the user does something else. */
export function showShared(store: ZscapeStore, link: string): void {
  noteWithEntry({ [sharedKey]: addressBefore() ?? withoutWishes(location.href) }, link);
  leaveWhenChanged(store);
}

/** Tells whether the link in the address was made by this very tab, whose session is then at least as new. */
export function isOwnLink(): boolean {
  return isLink(location.hash) && addressBefore() !== null;
}

/** Removes this tab's own link from the address as soon as the user does something else. */
export function leaveWhenChanged(store: ZscapeStore): void {
  const shared = location.href;
  const unsubscribe = store.subscribe((now, before) => {
    if (now.history?.current === before.history?.current || before.history === null) return;
    unsubscribe();
    leaveAddress(shared);
  });
}

/** Returns the address from before this tab put its own link there. */
function addressBefore(): string | null {
  const before = (history.state as Record<string, unknown> | null)?.[sharedKey];
  return typeof before === 'string' ? before : null;
}
