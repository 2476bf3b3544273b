import { type Language, ownLanguage } from '../../language/languages.ts';

/**
 * Replaces the English frame of the page with that of another language. The HTML brings each as a template
 * (`scripts/vite/prerender.ts`), and the contents of `#root` are hidden until then (`theme.css`), so nothing is seen in two
 * languages.
 * @returns a promise that settles when the frame is in place
 */
export async function showFrame(language: Language): Promise<void> {
  const page = document.documentElement;
  page.lang = language;
  if (language !== ownLanguage) {
    if (document.readyState === 'loading')
      await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
    const template = document.querySelector<HTMLTemplateElement>(`template[data-frame="${language}"]`);
    if (template) document.getElementById('root')?.replaceChildren(template.content);
  }
  page.dataset.frame = language;
}
