/** The difference of pictures as a direction: what those on one side have and those on the other lack. */
import type { Side } from '../../store/state/photo.ts';
import type { Command } from '../command.ts';

/** Says on which side of the difference a pin is; on neither where null. */
export const putOnSide: Command<[pin: string, side: Side | null]> = {
  name: 'Side of a picture',
  undo: 'none',
  perform: ({ store }, pin, side) =>
    store.setState(({ photos }) => {
      const { [pin]: _, ...sides } = photos.sides;
      return { photos: { ...photos, sides: side ? { ...sides, [pin]: side } : sides } };
    }),
};

/**
 * Keeps the difference of two sets of pins as a taught attribute.
 * @returns its id
 */
export const keepDifference: Command<
  [name: string, without: readonly string[], having: readonly string[]],
  Promise<string | null>
> = {
  name: 'Difference of pictures',
  undo: 'step',
  applies: ({ model }) => model !== null,
  perform: async ({ store }, name, without, having) => {
    const { model } = store.getState();
    const { keepDifference: keep } = await import('../../session/photo/difference.ts');
    return model && keep(store, model, { name, without, having }).id;
  },
};
