import { createContext, type ReactNode, useContext } from 'react';
import type { Started } from './useStarted.ts';

/** How far the page is (`useStarted`). */
export const StartedContext = createContext<Started>('waits');

/**
 * Renders its children once the first picture is there. Parts among them (`panels/parts/later/`) are not fetched earlier.
 * @param first whether they come before the others
 * @param room what is shown in their place until then, of the same size
 */
export function Later({
  first = false,
  room = null,
  children,
}: {
  first?: boolean;
  room?: ReactNode;
  children: ReactNode;
}): ReactNode {
  const started = useContext(StartedContext);
  return started === 'all' || (first && started === 'panel') ? children : room;
}
