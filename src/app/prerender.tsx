import { renderToString } from 'react-dom/server';
import { languages } from '../language/languages.ts';
import { switchLanguage } from '../language/texts.ts';
import type { Session } from '../session/session.ts';
import { createZscapeStore } from '../store/store.ts';
import { Page } from './Page.tsx';
import './page/language.ts';

/**
 * Renders the page as HTML in each language, before anything is known about the visitor or the model. The build calls this
 * (`scripts/vite/prerender.ts`). Nobody can press anything in it, so it needs no session.
 */
export async function prerender(): Promise<Map<string, string>> {
  const frames = new Map<string, string>();
  for (const language of languages) {
    await switchLanguage(language);
    frames.set(language, renderToString(<Page store={createZscapeStore()} session={{} as Session} />));
  }
  return frames;
}
