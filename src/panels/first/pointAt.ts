/** Points at a control anywhere on the page: the control itself is marked, and nothing is laid over it. */
import type { PanelName } from '../../store/state/state.ts';

/** The tab that opens a panel. */
export const tabOf = (panel: PanelName) => `[role="tab"][id$="-trigger-${panel}"]`;

/** The first visible control that matches a selector. */
export function controlAt(place: string): HTMLElement | null {
  const all = [...document.querySelectorAll<HTMLElement>(place)];
  return all.find((one) => one.checkVisibility?.() ?? true) ?? null;
}

/**
 * Marks a control, even if it appears later or is replaced.
 * @param places selectors; the first visible match is marked
 * @param mark the attribute that the styles know
 * @param onControl called with the control or null whenever it changes
 * @returns a function that ends the marking
 */
export function pointAt(
  places: readonly string[],
  mark = 'data-pointed',
  onControl?: (control: HTMLElement | null) => void,
): () => void {
  let marked: HTMLElement | null = null;
  let frame = 0;
  const look = () => {
    frame = 0;
    let control: HTMLElement | null = null;
    for (const place of places) control ??= controlAt(place);
    if (control === marked) return;
    marked?.removeAttribute(mark);
    control?.setAttribute(mark, '');
    marked = control;
    onControl?.(control);
  };
  const observer = new MutationObserver(() => {
    frame ||= requestAnimationFrame(look);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  look();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    marked?.removeAttribute(mark);
  };
}
