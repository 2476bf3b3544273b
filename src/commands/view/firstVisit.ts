/** The first steps of a visitor: which are done, dismissing them, and showing them again. */
import { type FirstStep, firstSteps } from '../../store/state/state.ts';
import { setAttribute } from '../attributes/attributes.ts';
import type { Command } from '../command.ts';
import { setSpread } from '../face/draw.ts';
import { paintZ, setZ } from '../face/editDimensions.ts';
import { newSample } from '../face/newSample.ts';
import { pullTowardsPin } from '../face/pull.ts';
import { setPosition, togglePlay } from '../journey/walk.ts';
import type { Performed } from '../performed.ts';

const gestures: Record<FirstStep, readonly Performed[]> = {
  sample: [newSample],
  slider: [setAttribute, setZ, paintZ, pullTowardsPin, setSpread],
  walk: [setPosition, togglePlay],
};

/** Returns the step that a command completes; undefined for any other command. */
export function stepOf(command: Performed): FirstStep | undefined {
  return firstSteps.find((step) => gestures[step].some(({ perform }) => perform === command.perform));
}

export const tickStep: Command<[step: FirstStep]> = {
  name: 'Tick a first step',
  applies: ({ firstVisit }) => !firstVisit.over,
  undo: 'none',
  perform: ({ store }, step) =>
    store.setState(({ firstVisit }) =>
      firstVisit.done.includes(step)
        ? {}
        : {
            firstVisit: {
              ...firstVisit,
              done: firstSteps.filter((one) => one === step || firstVisit.done.includes(one)),
            },
          },
    ),
};

/** Dismisses the first steps for good. */
export const endFirstVisit: Command = {
  name: 'Hide the first steps',
  undo: 'none',
  perform: ({ store }) => store.setState(({ firstVisit }) => ({ firstVisit: { ...firstVisit, over: true } })),
};

/** Shows the first steps again, none of them done. */
export const showFirstSteps: Command = {
  name: 'Show the first steps',
  undo: 'none',
  perform: ({ store }) => store.setState({ firstVisit: { over: false, done: [] }, dialog: null }),
};
