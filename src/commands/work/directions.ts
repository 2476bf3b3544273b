import type { State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

const hasFace = ({ face, model }: State) => face !== null && model !== null;
const directions = () => import('../../session/export/directions.ts');

/** Saves every direction of the current model, under its name, in one safetensors file for machine-learning tools. */
export const exportDirectionsSafetensors: Command<[], Promise<void>> = {
  name: 'Export directions (safetensors)',
  applies: hasFace,
  undo: 'none',
  perform: async (session) => (await directions()).saveDirections(session, 'safetensors'),
};

/** Saves every direction of the current model as a NumPy file, with a table of their names, in a .zip. */
export const exportDirectionsNpy: Command<[], Promise<void>> = {
  name: 'Export directions (NumPy)',
  applies: hasFace,
  undo: 'none',
  perform: async (session) => (await directions()).saveDirections(session, 'npy'),
};
