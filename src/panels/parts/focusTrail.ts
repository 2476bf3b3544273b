/**
 * Remembers where the focus has been, so it can return there when its holder disappears: a dismissed line, or a dialog, which may
 * have been opened from another dialog or from a menu that is gone by then.
 */

const longest = 20;
/** Null is the page itself: users who put the focus nowhere want it there, so Space draws a new sample. */
let trail: (HTMLElement | null)[] = [];

/** Temporary layers over the page, to which the focus does not return. */
const passing = '[role="dialog"], [role="alertdialog"], [role="menu"], [data-radix-popper-content-wrapper]';

/** Starts remembering what has the focus. */
export function followFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && !target.closest(passing)) remember(target);
  });
  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (relatedTarget !== null || !(target instanceof HTMLElement) || target.closest(passing)) return;
    setTimeout(() => {
      // The removed element has lost the focus, and nothing else has taken it.
      if (target.isConnected && document.activeElement === document.body) remember(null);
    });
  });
}

function remember(place: HTMLElement | null): void {
  trail = [...trail.filter((one) => one !== place && one?.isConnected !== false), place].slice(-longest);
}

/**
 * Returns the focus to the control that had it last and still exists, unless something open has it or the user has moved it
 * meanwhile.
 */
export function returnFocus(): void {
  const { activeElement } = document;
  if (activeElement && activeElement !== document.body && activeElement.isConnected) return;
  trail.findLast((place) => place === null || canTake(place))?.focus({ preventScroll: true });
}

function canTake(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    !element.closest('[inert]') &&
    !element.matches(':disabled') &&
    element.checkVisibility()
  );
}

/**
 * A button that was pressed with a pointer returns the focus to the page, so Space still draws a new sample. A button that opens
 * something keeps the focus, to get it back when that closes. With the keyboard nothing changes: the focus stays.
 * @param hasOpened whether a dialog is open now
 */
export function freeSpaceKey(hasOpened: () => boolean): void {
  document.addEventListener('click', (event) => {
    if (event.detail === 0 || !(event.target instanceof Element) || hasOpened()) return;
    const button = event.target.closest<HTMLElement>('button');
    if (
      button &&
      !button.closest('[role="dialog"], [role="menu"]') &&
      !button.hasAttribute('aria-haspopup')
    ) {
      button.blur();
    }
  });
}
