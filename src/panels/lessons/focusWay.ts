/** Moves the focus between a lesson's card and its control. */

/** Tab stops only at the checked radio of a group. */
const passedOver = ':disabled, input[type="radio"]:not(:checked)';
const takers = 'input, button, select, textarea, a[href], summary, [tabindex]';

/** Returns the Tab stops within an element, including the element itself. */
function stopsIn(element: HTMLElement): HTMLElement[] {
  return [element, ...element.querySelectorAll<HTMLElement>(takers)].filter(
    (one) => one.matches(takers) && one.tabIndex >= 0 && !one.matches(passedOver) && one.checkVisibility(),
  );
}

/** Focuses a control. Focus would open the panel of a tab, so the tab that is already open gets it instead. */
export function focusControl(control: HTMLElement): void {
  const isTab = control.getAttribute('role') === 'tab';
  const open = control.parentElement?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
  const chosen = isTab ? open : (stopsIn(control)[0] ?? control.querySelector<HTMLElement>(takers));
  chosen?.focus();
}

/**
 * Makes Tab lead from the control to the card and then to whatever follows the control, and Shift+Tab from the card back to the control,
 * as if the card stood right behind it. F6 goes from anywhere to the card, and from the card to the control.
 * @param main the card's primary button
 * @returns a function that ends this
 */
export function joinFocus(
  card: HTMLElement,
  control: () => HTMLElement | null,
  main: () => HTMLElement | null,
): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = control();
    const { activeElement: active } = document;
    const inside = card.contains(active);
    if (event.key === 'F6') {
      event.preventDefault();
      if (!inside) main()?.focus();
      else if (to) focusControl(to);
    } else if (event.key === 'Tab' && to && active) {
      const own = stopsIn(card).filter((one) => one !== card);
      const ends = stopsIn(to);
      if (!inside && !event.shiftKey && active === ends.at(-1)) {
        event.preventDefault();
        main()?.focus();
      } else if (event.shiftKey && (active === card || active === own[0])) {
        event.preventDefault();
        (ends.at(-1) ?? to).focus();
      } else if (!event.shiftKey && inside && active === own.at(-1)) {
        // The browser then moves to the element after the control.
        ends.at(-1)?.focus();
      }
    }
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** Elements that use Escape themselves while they are open or have the focus. */
const escapes =
  '[role="dialog"], [role="alertdialog"], [role="menu"], [data-radix-popper-content-wrapper], input:not([type="range"], [type="checkbox"], [type="radio"])';

/** Calls back on Escape, unless something else uses the key. @returns a function that ends this */
export function onEscape(isBusy: () => boolean, act: () => void): () => void {
  let busy = false;
  // Looks before anything else acts on the key: afterwards a dialog is closed without a trace.
  const look = ({ key, target }: KeyboardEvent) => {
    if (key !== 'Escape') return;
    const open = document.querySelector('[role="menu"], [role="dialog"][data-state="open"]') !== null;
    busy = open || isBusy() || (target instanceof Element && target.closest(escapes) !== null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !busy && !event.defaultPrevented) act();
  };
  window.addEventListener('keydown', look, { capture: true });
  window.addEventListener('keydown', onKeyDown);
  return () => {
    window.removeEventListener('keydown', look, { capture: true });
    window.removeEventListener('keydown', onKeyDown);
  };
}
