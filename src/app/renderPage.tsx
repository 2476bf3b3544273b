import { startTransition } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import type { Session } from '../session/session.ts';
import type { ZscapeStore } from '../store/store.ts';
import { Page } from './Page.tsx';

/**
 * Brings the page to life. The build has written its frame into the HTML, which React takes over with all that is painted on
 * it; the development server has not, and there it is rendered anew.
 */
export function renderPage(root: HTMLElement, store: ZscapeStore, session: Session): void {
  // What the HTML brings could be seen, but not yet used.
  const onReady = () => root.removeAttribute('inert');
  const page = <Page store={store} session={session} onReady={onReady} />;
  // A transition is rendered in small pieces: what the engine says meanwhile is heard at once.
  startTransition(() => {
    if (root.hasChildNodes()) hydrateRoot(root, page);
    else createRoot(root).render(page);
  });
}
