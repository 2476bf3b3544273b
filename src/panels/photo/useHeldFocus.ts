import { type RefObject, useLayoutEffect, useRef } from 'react';

/** True if a removed part had the focus. */
export type Held = RefObject<boolean>;

/**
 * Passes the focus on when one part of the panel replaces another, so keyboard users do not start again at the top of the page. If the
 * replaced part had no focus, none is passed on.
 * @param fresh for a part that stays while another goes: true when it should take the focus
 * @returns refs for the part, and for the element that gets the focus
 */
export function useHeldFocus<Part extends HTMLElement, First extends HTMLElement>(held: Held, fresh = true) {
  const part = useRef<Part>(null);
  const first = useRef<First>(null);
  useLayoutEffect(() => {
    if (!fresh) return;
    if (held.current) first.current?.focus();
    held.current = false;
    // Cleanup runs before the part leaves the page. The ref is read here because it may have been empty at the start.
    return () => {
      held.current ||= part.current?.contains(document.activeElement) ?? false;
    };
  }, [held, fresh]);
  return { part, first };
}
