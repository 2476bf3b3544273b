import { formatList, formatNumber, joinSentences } from '../../language/numbers.ts';
import { showShared } from '../../session/link/addressBar.ts';
import type { State } from '../../store/state/state.ts';
import { notify } from '../../store/store.ts';
import type { Command } from '../command.ts';
import { commandMessages } from '../messages.ts';

/** A turn of this many degrees is invisible. */
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
    showShared(store, link);
    const lost = addressOf(store.getState()) !== undefined && !new URL(link).searchParams.has('model');
    const copied = await copyText(link);
    const t = commandMessages.get();
    const degrees = formatNumber(worst, worst < 10 ? 1 : 0);
    const turned = copied ? t.linkCopiedTurned({ degrees }) : t.linkInAddressTurned({ degrees });
    const said = [worst < unseen ? (copied ? t.linkCopied : t.linkInAddress) : turned];
    if (left.length > 0) said.push(t.linkWithout({ left: formatList(left.map((part) => t[part])) }));
    if (lost) said.push(t.linkNeedsModel);
    notify(store, new Error(joinSentences(said)), 'info');
  },
};

/** Copies a text. @returns whether the browser allowed it */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Longer addresses would leave no room for what the link shows. */
const longestShared = 1000;

/** Returns the address of the current model, if this device fetched it. */
function addressOf({ model, catalogue }: State): string | undefined {
  return catalogue?.find(({ id, onDevice }) => onDevice && id === model?.id)?.address;
}

/**
 * Returns the parameters of an address with a link. Only two have a meaning there: the backend, and the address of a
 * model of this device, so that the recipient can fetch it, too.
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
