/** Keeping variety: mode collapse, the number that reveals it, and the current model's variety. */
import { fillGrid, refreshGrid } from '../../face/grid.ts';
import { setCollapse } from '../../network/collapse.ts';
import type { Lesson } from '../lesson.ts';

const inVariety = { panel: 'network', fold: 'variety' } as const;

export const variety: Lesson = {
  title: (t) => t.variety,
  about: (t) => t.varietyAbout,
  steps: [
    {
      panel: 'sample',
      control: 'more-faces',
      say: (t) => t.varietyMore,
      seen: (t) => t.varietyMoreSeen,
      begins: ({ gridSeeds }) => gridSeeds.length > 0,
      done: ({ gridSeeds }, before) => gridSeeds !== before.gridSeeds,
      show: ({ run, state }) => {
        if (state().gridSeeds.length === 0) run(fillGrid);
        run(refreshGrid);
      },
    },
    { ...inVariety, control: 'deviation', say: (t) => t.varietyNumber },
    {
      ...inVariety,
      control: 'collapse',
      say: (t) => t.varietyCollapse,
      seen: (t) => t.varietyCollapseSeen,
      done: ({ collapse }) => collapse >= 0.7,
      show: ({ run, glide, state }) => glide(state().collapse, 1, (share) => run(setCollapse, share)),
    },
    {
      ...inVariety,
      control: 'collapse',
      say: (t) => t.varietyBack,
      seen: (t) => t.varietyBackSeen,
      done: ({ collapse }) => collapse === 0,
      show: ({ run, glide, state }) => glide(state().collapse, 0, (share) => run(setCollapse, share)),
    },
    { ...inVariety, control: 'diversity', say: (t) => t.varietyMeasured },
  ],
};
