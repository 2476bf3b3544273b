import { startTransition } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import type { Session } from '../session/session.ts';
import type { ZscapeStore } from '../store/store.ts';
import { Page } from './Page.tsx';

/**
 * Starts React. The build has written the page's frame into the HTML, and React takes it over with everything painted on it; the
 * development server has not, so there the frame is rendered from scratch.
 */
export function renderPage(root: HTMLElement, store: ZscapeStore, session: Session): void {
  // Until now the frame in the HTML could be seen, but not used.
  const onReady = () => root.removeAttribute('inert');
  const page = <Page store={store} session={session} onReady={onReady} />;
  // React renders a transition in small pieces, so that messages of the engine are handled in between.
  startTransition(() => {
    if (root.hasChildNodes()) hydrateRoot(root, page);
    else createRoot(root).render(page);
  });
}
