/** Plays the path. */
import { courseOf, pathView } from '../../store/select/journey/pathCourse.ts';
import type { Track } from './track.ts';

export const pathTrack: Track = {
  read: (state) => {
    const course = courseOf(state);
    if (!course || course.duration <= 0) return null;
    const { time, closed, loop } = state.path;
    return {
      position: Math.min(1, time / course.duration),
      seconds: course.duration,
      loop: closed ? 'loop' : loop,
    };
  },
  move: (state, position) => {
    const time = position * (courseOf(state)?.duration ?? 0);
    const view = pathView(state, time);
    return view && { ...view, path: { ...state.path, time } };
  },
};
