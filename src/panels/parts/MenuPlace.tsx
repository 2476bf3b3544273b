import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** The place of an open menu, over the page. It is a named landmark, so nothing on the page lies outside all landmarks. */
export function MenuPlace({ label, children }: { label: string; children: ReactNode }) {
  return createPortal(
    <section className="menu-place" aria-label={label}>
      {children}
    </section>,
    document.body,
  );
}
