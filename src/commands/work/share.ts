import type { State } from '../../store/state/state.ts';
import { notify } from '../../store/store.ts';
import type { Command } from '../command.ts';

/** A turn of so many degrees is not visible. */
const unseen = 0.5;

/** Puts the model, the face, the walk and the path into the address and copies it. Nothing is sent anywhere. */
export const shareLink: Command<[], Promise<void>> = {
  name: 'Share link',
  keys: ['l'],
  applies: ({ face, model }) => face !== null && model !== null,
  undo: 'none',
  perform: async ({ store }) => {
    const { encodeLink } = await import('../../session/link/link.ts');
    const { origin, pathname, search } = location;
    const { link, worst, left } = encodeLink(
      store.getState(),
      `${origin}${pathname}${parametersOf(store.getState(), search)}`,
    );
    history.replaceState(null, '', link);
    const lost = addressOf(store.getState()) !== undefined && !new URL(link).searchParams.has('model');
    const without = left.length > 0 ? ` Without the ${left.join(' and the ')}: that was too much.` : '';
    let said =
      worst < unseen
        ? 'The link is copied: whoever opens it sees what you see.'
        : `The link is copied. It has no room for all of these faces: some come back turned by up to ${worst < 10 ? worst.toFixed(1) : Math.round(worst)}°, where another face altogether is 90° away. A session file keeps them exactly.`;
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      said = said.replace(
        'is copied',
        'stands in the address bar, to be copied from there (this browser did not allow the page to)',
      );
    }
    const alone = lost
      ? ' The model’s own address is too long for it: who opens it needs the model already.'
      : '';
    notify(store, new Error(`${said}${without}${alone}`), 'info');
  },
};

/** Longer addresses would leave no room for what the link shows. */
const longestShared = 1000;

/** Where the present model came from, if it is one that this device fetched. */
function addressOf({ model, catalogue }: State): string | undefined {
  return catalogue?.find(({ id, onDevice }) => onDevice && id === model?.id)?.address;
}

/**
 * Beside a link only two parameters of the address mean something: the backend, and where a model of this device came from, so that who has
 * not got it can fetch it, too.
 */
export function parametersOf(state: State, search: string): string {
  const backend = new URLSearchParams(search).get('backend');
  const address = addressOf(state);
  const parameters = new URLSearchParams({
    ...(address !== undefined && address.length <= longestShared && { model: address }),
    ...(backend !== null && { backend }),
  }).toString();
  return parameters === '' ? '' : `?${parameters}`;
}
