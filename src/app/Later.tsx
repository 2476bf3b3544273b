import { createContext, type ReactNode, Suspense, useContext } from 'react';

/** Whether the first picture stands (`useStarted`). */
export const StartedContext = createContext(false);

/**
 * Renders what waits for the first picture. A lazy component in it is fetched only then.
 * @param room what stands in its place until then, of the same size
 */
export function Later({ room = null, children }: { room?: ReactNode; children: ReactNode }): ReactNode {
  if (!useContext(StartedContext)) return room;
  return <Suspense fallback={room}>{children}</Suspense>;
}
