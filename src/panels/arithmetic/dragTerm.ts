import type { DragEvent } from 'react';

/** What a dragged pin is called in an expression; null for anything else that is dragged. */
export function draggedTerm({ dataTransfer }: DragEvent): string | null {
  if (dataTransfer.types.includes('Files')) return null;
  const text = dataTransfer.getData('text/plain').trim();
  return text === '' || text.length > 80 ? null : text;
}
