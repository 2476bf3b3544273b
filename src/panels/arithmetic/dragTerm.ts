import type { DragEvent } from 'react';

/** The term that is being dragged, as an expression writes it; null when something else is dragged. */
export function draggedTerm({ dataTransfer }: DragEvent): string | null {
  if (dataTransfer.types.includes('Files')) return null;
  const text = dataTransfer.getData('text/plain').trim();
  return text === '' || text.length > 80 ? null : text;
}
