import { createContext, type ReactNode, Suspense, useContext } from 'react';

/** Whether the first picture stands (`useStarted`). */
export const StartedContext = createContext(false);

/**
 * What waits for the first picture: only then its code, which a lazy component asks for, is fetched.
 * @param room what stands in its place until then, of the same size
 */
export function Later({ room = null, children }: { room?: ReactNode; children: ReactNode }): ReactNode {
  if (!useContext(StartedContext)) return room;
  return <Suspense fallback={room}>{children}</Suspense>;
}
