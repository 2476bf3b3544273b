import { StrictMode, useEffect } from 'react';
import { SessionContext } from '../commands/hooks.ts';
import { Boundary } from '../panels/parts/later/Boundary.tsx';
import type { Session } from '../session/session.ts';
import { StoreContext } from '../store/hooks.ts';
import type { ZscapeStore } from '../store/store.ts';
import { Announcements } from './Announcements.tsx';
import { App } from './App.tsx';
import { BrokenPage, noteBroken } from './BrokenPage.tsx';

interface Props {
  store: ZscapeStore;
  session: Session;
  /** Called when the page can be used. */
  onReady?: () => void;
}

/** Everything that React renders: the same in the browser and in the build, which writes its first state into the HTML. */
export function Page({ store, session, onReady }: Props) {
  useEffect(() => onReady?.(), [onReady]);
  return (
    <StrictMode>
      <StoreContext value={store}>
        <SessionContext value={session}>
          <Boundary
            otherwise={(error) => <BrokenPage session={session} error={error} />}
            onError={() => noteBroken(session)}
          >
            <App />
          </Boundary>
          <Announcements />
        </SessionContext>
      </StoreContext>
    </StrictMode>
  );
}
