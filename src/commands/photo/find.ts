/** Finding the face of a picture, refining it, and walking between the start of the search and its result. */
import { nextTask } from '../../base/nextTask.ts';
import { pullTowards } from '../../latent/vector/edit.ts';
import { foundPins, picturesToFind } from '../../store/select/photo.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';
import type { Sought } from './findSought.ts';

const finding = () => import('../../session/photo/finding/findFaces.ts');
const isIdle = ({ projection }: Pick<State, 'projection'>) => projection?.state !== 'running';

/** Searches for the faces of the pictures that have not been found yet. Its results are one step of undo. */
export const findFace: Command<[], Promise<void>> = {
  name: 'Find this face',
  undo: 'step',
  applies: (state) => isIdle(state) && state.model !== null && picturesToFind(state).length > 0,
  perform: async (session) => {
    const { store } = session;
    const { model } = store.getState();
    if (!model) return;
    const [{ findSought }, { wantedOf }] = await Promise.all([
      import('./findSought.ts'),
      import('../../session/photo/targets.ts'),
    ]);
    const sought: Sought[] = [];
    for (const picture of picturesToFind(store.getState())) {
      sought.push({ id: picture.id, name: picture.name, ...wantedOf(model, picture) });
      // Lets the page respond between one picture and the next.
      await nextTask();
    }
    await findSought(session, sought);
  },
};

/** Ends the search; everything is as before. */
export const stopFinding: Command<[], Promise<void>> = {
  name: 'Stop the search',
  undo: 'none',
  perform: async ({ store }) => (await finding()).stopFinding(store),
};

/** Ends the search with the nearest face so far. */
export const takeEnough: Command<[], Promise<void>> = {
  name: 'Good enough',
  undo: 'none',
  perform: async ({ store }) => (await finding()).takeEnough(store),
};

/** Continues the search from its result. */
export const refineFace: Command<[pin: string], Promise<void>> = {
  name: 'Refine',
  undo: 'step',
  applies: isIdle,
  perform: async (session, id) => (await import('./findSought.ts')).refineFound(session, id),
};

/** Walks between the start of the search, 0, and its result, 1. */
export const setStrength: Command<[pin: string, amount: number]> = {
  name: 'Strength',
  undo: { drag: (pin) => `strength ${pin}` },
  perform: ({ store }, id, wished) => {
    const state = store.getState();
    const { model } = state;
    const pin = foundPins(state).find((one) => one.id === id);
    if (!model || !pin) return;
    const amount = Math.min(1, Math.max(0, wished));
    const { start } = pin.photo;
    const z = amount === 1 ? pin.z : pullTowards(start, pin.z, amount, spaceOf(model));
    store.setState({
      face: { seed: null, origin: pin.z, z },
      pull: { pin: id, amount, from: start },
      playing: null,
    });
  },
};
