/**
 * Passes the visitor's panel size to the styles. The page's first script does this before anything is painted, with saved values
 * that have not been checked, so nothing moves when the rest of the page loads.
 */

export function showPanelFrame(root: HTMLElement, frame: unknown): void {
  const { shown, width, share } = (frame ?? {}) as Record<string, unknown>;
  if (shown === false) root.dataset.panel = 'hidden';
  else delete root.dataset.panel;
  set(root, '--panel-width', width, 'px');
  set(root, '--panel-share', share, 'cqh');
}

function set(root: HTMLElement, name: string, value: unknown, unit: string): void {
  if (typeof value === 'number' && Number.isFinite(value)) root.style.setProperty(name, `${value}${unit}`);
  else root.style.removeProperty(name);
}
