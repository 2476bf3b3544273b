import { createContext, type ReactNode, useContext } from 'react';

/** Whether the first picture stands (`useStarted`). */
export const StartedContext = createContext(false);

/**
 * Renders its children once the first picture is there. Parts among them (`panels/parts/later/`) are not fetched earlier.
 * @param room what is shown in their place until then, of the same size
 */
export function Later({ room = null, children }: { room?: ReactNode; children: ReactNode }): ReactNode {
  return useContext(StartedContext) ? children : room;
}
