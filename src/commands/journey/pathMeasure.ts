/** What the Path panel reads of the path: its course in time and the measured change of the picture along it. */
import { changesBetween, measurePath } from '../../session/play/measurePath.ts';
import { courseOf, measureFits } from '../../store/select/pathCourse.ts';
import type { PathMeasure } from '../../store/state/journeys.ts';
import type { Command } from '../command.ts';
import { hasWay } from './path.ts';

/** Measures how much the picture changes along the path, unless that is known; nobody's act. */
export const measureChange: Command<[signal: AbortSignal], Promise<void>> = {
  name: 'Measure the path',
  applies: hasWay,
  undo: 'none',
  perform: async (session, signal) => {
    const { store } = session;
    if (measureFits(store.getState().pathMeasure, store.getState())) return;
    const pathMeasure = await measurePath(session, signal);
    if (pathMeasure) store.setState({ pathMeasure });
  },
};

/** The change of the picture between faces, measured now. */
export const measureFaces: Command<[zs: readonly Float32Array[], signal: AbortSignal], Promise<number[]>> = {
  name: 'Measure faces',
  undo: 'none',
  perform: (session, zs, signal) => changesBetween(session, zs, signal),
};

/** The course of the path as the panel draws it. */
export const readCourse: Command<[even?: boolean], ReturnType<typeof courseOf>> = {
  name: 'Course of the path',
  undo: 'none',
  perform: ({ store }, even) => courseOf(store.getState(), even),
};

/** The change along the path, if it was measured for this very one. */
export const readMeasure: Command<[], PathMeasure | null> = {
  name: 'Measured change of the path',
  undo: 'none',
  perform: ({ store }) => {
    const state = store.getState();
    return measureFits(state.pathMeasure, state) ? state.pathMeasure : null;
  },
};
