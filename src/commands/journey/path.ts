/** How the path goes through its faces: its curve, its timing, and its current time. */
import { durationOfFrames } from '../../latent/curve/course.ts';
import type { PathCurve } from '../../latent/curve/path.ts';
import { courseOf, frameLoop } from '../../store/select/journey/pathCourse.ts';
import { type LoopMode, pathLimits } from '../../store/state/journeys.ts';
import type { Command } from '../command.ts';
import { changePath, hasWay, showPath } from './changePath.ts';

export const setCurve: Command<[curve: PathCurve]> = {
  name: 'Curve',
  undo: 'step',
  perform: ({ store }, curve) => {
    changePath(store, { curve });
    showPath(store);
  },
};

export const setClosed: Command<[closed: boolean]> = {
  name: 'Closed loop',
  undo: 'step',
  perform: ({ store }, closed) => {
    changePath(store, { closed });
    showPath(store);
  },
};

export const setEven: Command<[even: boolean]> = {
  name: 'Constant speed',
  undo: 'step',
  perform: ({ store }, even) => {
    changePath(store, { even });
    showPath(store);
  },
};

export const setPathLoop: Command<[loop: LoopMode]> = {
  name: 'Repeat',
  undo: 'step',
  perform: ({ store }, loop) => changePath(store, { loop }),
};

/** Sets how long the path moves, without holds. It stays at the same share of its length. */
export const setPathSeconds: Command<[seconds: number]> = {
  name: 'Length',
  undo: { drag: () => 'path seconds' },
  perform: ({ store }, wished) => {
    const { lowest, highest } = pathLimits.seconds;
    const before = courseOf(store.getState())?.duration ?? 0;
    changePath(store, { seconds: Math.min(highest, Math.max(lowest, wished)) });
    const { time } = store.getState().path;
    const after = courseOf(store.getState())?.duration ?? 0;
    if (before > 0) changePath(store, { time: Math.min(after, (time * after) / before) });
  },
};

export const setPathFps: Command<[fps: number]> = {
  name: 'Frame rate',
  undo: { drag: () => 'path fps' },
  perform: ({ store }, fps) => {
    const { lowest, highest } = pathLimits.fps;
    changePath(store, { fps: Math.min(highest, Math.max(lowest, Math.round(fps))) });
  },
};

/** Makes the path as long as this many frames take at its rate. Holds stay, as far as they leave time for moving. */
export const setPathFrames: Command<[frames: number]> = {
  name: 'Frames',
  undo: { drag: () => 'path frames' },
  perform: (session, frames) => {
    const { path } = session.store.getState();
    const course = courseOf(session.store.getState());
    if (!course) return;
    const held = course.duration - path.seconds;
    setPathSeconds.perform(session, durationOfFrames(frames, path.fps, frameLoop(path)) - held);
  },
};

/** Shows the face of the path at a time. */
export const setTime: Command<[seconds: number]> = {
  name: 'Time',
  undo: { drag: () => 'time' },
  applies: hasWay,
  perform: ({ store }, seconds) => showPath(store, seconds),
};
