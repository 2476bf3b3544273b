import { presentDraw, sampleEnd } from '../../store/select/faces.ts';
import { walkFace } from '../../store/select/journey/walkFace.ts';
import type { Command } from '../command.ts';

/** Makes the walk between two seeds the current one, at a position where the picture leaps, and opens its panel. */
export const showLeap: Command<[a: number, b: number, at: number]> = {
  name: 'Show a leap',
  applies: ({ model }) => model !== null,
  undo: 'step',
  perform: ({ store }, a, b, at) => {
    const state = store.getState();
    const { model } = state;
    if (!model) return;
    const draw = presentDraw(state);
    const walk = {
      ...state.walk,
      a: sampleEnd(model, a, draw),
      b: sampleEnd(model, b, draw),
      method: 'slerp' as const,
      position: at,
    };
    const face = walkFace({ model, walk }, at);
    if (face) store.setState({ walk, face, pull: null, playing: null, panel: 'walk' });
  },
};
