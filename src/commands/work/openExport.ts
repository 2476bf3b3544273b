/** Separate from the dialog's other commands, because the header needs it and they import half of the latent maths. */
import type { FilmSource } from '../../store/state/film.ts';
import { mapCorners } from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';
import { completeWalk } from '../journey/walk.ts';

/** Opens the Export dialog for the open panel's way, otherwise for the walk, which gets ends if it has none yet. */
export const openExport: Command = {
  name: 'Export',
  applies: ({ face, model }) => face !== null && model !== null,
  undo: 'joins',
  perform: (session) => {
    const source = sourceHere(session.store.getState());
    if (source === 'walk') completeWalk.perform(session);
    session.store.setState(({ filmOf }) => ({
      dialog: 'export',
      filmOf: { ...filmOf, source, frames: null },
    }));
  },
};

/** Opens the Export dialog for a GIF of the path while its panel is open, otherwise of the walk. */
export const openGifExport: Command = {
  name: 'Export GIF',
  keys: ['g'],
  applies: ({ face, model }) => face !== null && model !== null,
  undo: 'joins',
  perform: (session) => {
    session.store.setState(({ film }) => ({ film: { ...film, format: 'gif' } }));
    openExport.perform(session);
  },
};

function sourceHere({ panel, path, map }: State): FilmSource {
  if (panel === 'path' && path.keys.length > 1) return 'path';
  if (panel === 'map' && map.corners.length >= mapCorners[map.kind].fewest) return 'map';
  return 'walk';
}
