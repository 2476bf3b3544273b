import { useEffect, useRef, useState } from 'react';

/**
 * Scrolls to the row of an attribute and puts the focus on its slider, as soon as that row is there.
 * @returns `top` goes on an element of the panel; `reveal` takes the attribute's id
 */
export function useReveal() {
  const top = useRef<HTMLDivElement>(null);
  const [wanted, reveal] = useState<string | null>(null);
  // Without a list of dependencies: the row may come with any render.
  useEffect(() => {
    if (wanted === null) return;
    const row = top.current?.parentElement?.querySelector(`[data-attribute="${CSS.escape(wanted)}"]`);
    if (!row) return;
    reveal(null);
    row.scrollIntoView({ block: 'center' });
    row.querySelector<HTMLInputElement>('input[type=range]')?.focus({ preventScroll: true });
  });
  return { top, reveal };
}
