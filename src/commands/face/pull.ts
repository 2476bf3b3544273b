import { pullTowards } from '../../latent/vector/edit.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { Command } from '../command.ts';

/** Moves the face on the sphere towards a pin: 0 is its position when the pull began, 1 is the pin. */
export const pullTowardsPin: Command<[pin: string, amount: number]> = {
  name: 'Pull towards',
  undo: { drag: (pin) => `pull ${pin}` },
  applies: ({ face }) => face !== null,
  perform: ({ store }, pinId, amount) => {
    const { model, face, pull, pins } = store.getState();
    const pin = pins.find(({ id }) => id === pinId);
    if (!model || !face || !pin || pin.z.length !== face.z.length) return;
    const from = pull?.pin === pinId ? pull.from : face.z;
    store.setState({
      face: { ...face, z: pullTowards(from, pin.z, amount, spaceOf(model)) },
      pull: { pin: pinId, amount, from },
      playing: null,
    });
  },
};
