/** What a latent space is: a list of numbers, one of the numbers, a seed, and neighbouring faces. */
import { isEdited, latentSize } from '../../../store/select/faces.ts';
import { setZ } from '../../face/editDimensions.ts';
import { newSample } from '../../face/newSample.ts';
import { setSeed } from '../../face/setSeed.ts';
import { completeMap, setMapPoint } from '../../journey/map.ts';
import type { Lesson } from '../lesson.ts';

/** The seed that the visitor types. */
const seed = 7;

export const space: Lesson = {
  title: (t) => t.space,
  about: (t) => t.spaceAbout,
  steps: [
    {
      panel: null,
      control: 'new-sample',
      say: (t, state) => t.spaceSample({ size: latentSize(state) }),
      seen: (t) => t.spaceSampleSeen,
      done: ({ face }, before) => face !== null && face.origin !== before.face?.origin,
      show: ({ run }) => run(newSample),
    },
    {
      panel: 'sample',
      control: 'dimension',
      say: (t) => t.spaceNumber,
      seen: (t, state) => t.spaceNumberSeen({ size: latentSize(state) }),
      // It also counts with a face other than the step's first.
      done: (now, before) => isEdited(now) && now.face?.z !== before.face?.z,
      show: ({ run, glide, state }) => {
        const from = state().face?.z[0] ?? 0;
        return glide(from, from > 0 ? -2 : 2, (value) => run(setZ, 0, value));
      },
    },
    {
      panel: null,
      control: 'seed',
      say: (t) => t.spaceSeed({ seed: String(seed) }),
      seen: (t) => t.spaceSeedSeen({ seed: String(seed) }),
      done: ({ face }) => face?.seed === seed && face.z === face.origin,
      show: ({ run }) => run(setSeed, seed),
    },
    {
      panel: 'map',
      control: 'map',
      say: (t) => t.spaceNear,
      seen: (t) => t.spaceNearSeen,
      done: ({ map }, before) => Math.hypot(map.x - before.map.x, map.y - before.map.y) > 0.04,
      show: ({ run, glide, state }) => {
        run(completeMap);
        const { x, y } = state().map;
        return glide(x, x > 0.5 ? 0.15 : 0.85, (value) => run(setMapPoint, value, y));
      },
    },
    { panel: null, control: 'undo', say: (t) => t.spaceEnd },
  ],
};
