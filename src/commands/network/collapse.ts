import type { Command } from '../command.ts';

/**
 * Pulls the faces of the grid towards the face on the canvas, to show what a collapse does to their variety. It changes
 * nothing else.
 */
export const setCollapse: Command<[share: number]> = {
  name: 'Collapse',
  undo: 'none',
  perform: ({ store }, share) => store.setState({ collapse: Math.min(1, Math.max(0, share)) }),
};
