import { notify } from '../store/store.ts';
import type { Command } from './command.ts';

/** Puts the model, the face, the walk and the path into the address, and copies it. Nothing is sent anywhere. */
export const shareLink: Command<[], Promise<void>> = {
  name: 'Share link',
  keys: ['l'],
  applies: ({ face, model }) => face !== null && model !== null,
  perform: async ({ store }) => {
    const { encodeLink } = await import('../session/link.ts');
    const { origin, pathname, search } = location;
    const link = encodeLink(store.getState(), `${origin}${pathname}${keepBackend(search)}`);
    history.replaceState(null, '', link);
    let said = 'The link is copied: whoever opens it sees what you see.';
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      said =
        'The link stands in the address bar: copy it from there. This browser did not allow the page to do it.';
    }
    notify(store, new Error(said), 'info');
  },
};

/** Of the address's own wishes only the backend still means something beside a link. */
function keepBackend(search: string): string {
  const backend = new URLSearchParams(search).get('backend');
  return backend === null ? '' : `?backend=${encodeURIComponent(backend)}`;
}
