import { freshSeed } from '../../base/random.ts';
import type { gridSizes } from '../../store/state/settings.ts';
import type { Command } from '../command.ts';

/** Draws fresh seeds for the grid of samples. */
export const refreshGrid: Command = {
  name: 'More faces',
  keys: ['m'],
  applies: ({ model }) => model !== null,
  undo: 'step',
  perform: ({ store }) => store.setState(({ gridSize }) => ({ gridSeeds: freshSeeds(gridSize) })),
};

/** Like `refreshGrid`, but done by the panel when the grid is empty. */
export const fillGrid: Command = { ...refreshGrid, undo: 'joins' };

/** Changes how many faces the grid shows. The existing faces stay. */
export const setGridSize: Command<[size: (typeof gridSizes)[number]]> = {
  name: 'Faces in the grid',
  undo: 'step',
  perform: ({ store }, gridSize) =>
    store.setState(({ gridSeeds }) => ({
      gridSize,
      gridSeeds: [...gridSeeds, ...freshSeeds(Math.max(0, gridSize - gridSeeds.length))].slice(0, gridSize),
    })),
};

function freshSeeds(count: number): number[] {
  return Array.from({ length: count }, () => freshSeed());
}
