import { type ComponentType, createContext, lazy, type ReactNode, Suspense, useContext } from 'react';

/** Whether the first picture stands (`useStarted`). */
export const StartedContext = createContext(false);

/**
 * A component that waits for the first picture: its code is fetched and rendered only then.
 * @param fetch gives the component. @param room what stands in its place until then, of the same size
 */
export function later(fetch: () => Promise<ComponentType>, room: ReactNode = null): ComponentType {
  const Fetched = lazy(async () => ({ default: await fetch() }));
  return function Later() {
    if (!useContext(StartedContext)) return room;
    return (
      <Suspense fallback={room}>
        <Fetched />
      </Suspense>
    );
  };
}
