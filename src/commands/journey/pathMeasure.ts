/** What the Path panel measures: how much the picture changes along the path. */
import { changesBetween, measurePath } from '../../session/play/measurePath.ts';
import { measureOf } from '../../store/select/pathCourse.ts';
import type { Command } from '../command.ts';
import { hasWay } from './changePath.ts';

/** Measures how much the picture changes along the path, unless that is known already. */
export const measureChange: Command<[signal: AbortSignal], Promise<void>> = {
  name: 'Measure the path',
  applies: hasWay,
  undo: 'none',
  perform: async (session, signal) => {
    const { store } = session;
    if (measureOf(store.getState())) return;
    const pathMeasure = await measurePath(session, signal);
    if (pathMeasure) store.setState({ pathMeasure });
  },
};

/** Measures the change of the picture from each face to the next. */
export const measureFaces: Command<[zs: readonly Float32Array[], signal: AbortSignal], Promise<number[]>> = {
  name: 'Measure faces',
  undo: 'none',
  perform: (session, zs, signal) => changesBetween(session, zs, signal),
};
