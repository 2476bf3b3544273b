import { renderToString } from 'react-dom/server';
import type { Session } from '../session/session.ts';
import { createZscapeStore } from '../store/store.ts';
import { Page } from './Page.tsx';

/**
 * The page as it stands before anything is known of the visitor and of the model, as HTML. The build calls this
 * (`scripts/vite/prerender.ts`). Nothing in it is pressed, so that no session is asked for.
 */
export function prerender(): string {
  return renderToString(<Page store={createZscapeStore()} session={{} as Session} />);
}
