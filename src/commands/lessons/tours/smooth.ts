/** Smooth, not jagged: the way between two faces, as a straight line and along the sphere, and its pace. */
import { completeWalk, setMethod, setPosition, setWalkEven, togglePlay } from '../../journey/walk.ts';
import type { Lesson } from '../lesson.ts';

export const smooth: Lesson = {
  title: (t) => t.smooth,
  about: (t) => t.smoothAbout,
  steps: [
    {
      panel: 'walk',
      control: 'position',
      say: (t) => t.smoothDrag,
      seen: (t) => t.smoothDragSeen,
      done: ({ walk }, before) => Math.abs(walk.position - before.walk.position) >= 0.25,
      show: ({ run, glide, state }) => {
        run(completeWalk);
        const { position } = state().walk;
        return glide(position, position < 0.5 ? 1 : 0, (value) => run(setPosition, value));
      },
    },
    {
      panel: 'walk',
      control: 'film',
      say: (t) => t.smoothHalf,
      seen: (t) => t.smoothHalfSeen,
      done: ({ walk }, before) => walk.position === 0.5 && walk !== before.walk,
      show: ({ run }) => {
        run(completeWalk);
        run(setPosition, 0.5);
      },
    },
    {
      panel: 'walk',
      control: 'method',
      say: (t) => t.smoothLerp,
      seen: (t, { model }) => (model?.latent.normalised ? t.smoothLerpSeenSphere : t.smoothLerpSeen),
      done: ({ walk }) => walk.method === 'lerp',
      show: ({ run }) => run(setMethod, 'lerp'),
    },
    {
      panel: 'walk',
      control: 'constant-speed',
      say: (t) => t.smoothEven,
      seen: (t) => t.smoothEvenSeen,
      done: ({ walk }) => walk.even,
      show: ({ run }) => run(setWalkEven, true),
    },
    {
      panel: 'walk',
      control: 'play',
      say: (t) => t.smoothPlay,
      seen: (t) => t.smoothPlaySeen,
      done: ({ playing }) => playing === 'walk',
      show: ({ run, state }) => {
        if (state().playing === null) run(togglePlay);
      },
    },
  ],
};
