import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionContext } from '../commands/hooks.ts';
import { startEngine } from '../engine/page/client.ts';
import { readUrl } from '../session/link/address.ts';
import { loadSettings } from '../session/saved/keepSettings.ts';
import { startSession } from '../session/startSession.ts';
import { StoreContext } from '../store/hooks.ts';
import { createZscapeStore } from '../store/store.ts';
import { App } from './App.tsx';
import { Boundary } from './Boundary.tsx';
import { BrokenPage, noteBroken } from './BrokenPage.tsx';
import { guardAddresses } from './early/guardAddresses.ts';
import { isolatePage } from './isolation.ts';
import { giveFocusBack, listenForRest, listenToKeys } from './keys/keyboard.ts';
import { listenToPaste } from './keys/paste.ts';
import './styles/theme.css';
import './styles/controls.css';
import './styles/layout.css';

guardAddresses();
isolatePage();
const wishes = readUrl(location.search);
const settings = loadSettings();
const store = createZscapeStore({ ...settings, backend: wishes.backend ?? settings.backend ?? 'auto' });
const session = startSession(store, startEngine, wishes);
listenToKeys(session);
listenToPaste(session);
listenForRest(store);
giveFocusBack();

const root = document.getElementById('root');
if (root) {
  const page = (
    <StrictMode>
      <StoreContext value={store}>
        <SessionContext value={session}>
          <Boundary
            otherwise={(error) => <BrokenPage session={session} error={error} />}
            onError={() => noteBroken(session)}
          >
            <App />
          </Boundary>
        </SessionContext>
      </StoreContext>
    </StrictMode>
  );
  // A transition is rendered in small pieces: what the engine says meanwhile is heard at once.
  startTransition(() => createRoot(root).render(page));
}
