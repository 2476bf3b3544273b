/** Growing: the network when it was small, its growth block by block, and the fade of a new block. */
import { canFade, grown, growthSizes, headsOf } from '../../../store/select/network/network.ts';
import type { Growth } from '../../../store/state/network.ts';
import type { State } from '../../../store/state/state.ts';
import { setFade, setGrowth } from '../../network/changes.ts';
import type { Lesson, TourTexts } from '../lesson.ts';

/**
 * Returns the sizes that the slider goes through, and the network's current size; null for a model whose growth cannot be
 * shown.
 */
function growthOf(state: State): { sizes: readonly number[]; now: Growth } | null {
  const { model, network } = state;
  const heads = headsOf(state);
  if (!model || !heads) return null;
  return { sizes: growthSizes(model, heads), now: network.growth ?? grown(model, heads) };
}

const sizeNow = (state: State) => growthOf(state)?.now.resolution ?? 0;
const smallest = (state: State) => growthOf(state)?.sizes[0] ?? 0;

const lacks = (t: TourTexts, state: State) =>
  state.model && !growthOf(state) ? t.growingLacks({ model: state.model.title }) : null;

const inGrowth = { panel: 'network', fold: 'growth', lacks } as const;

export const growing: Lesson = {
  title: (t) => t.growing,
  about: (t) => t.growingAbout,
  steps: [
    {
      ...inGrowth,
      control: 'growth',
      say: (t) => t.growingSmall,
      seen: (t, state) => t.growingSmallSeen({ side: smallest(state) }),
      done: (now) => sizeNow(now) === smallest(now) && smallest(now) > 0,
      show: ({ run, state }) => run(setGrowth, smallest(state())),
    },
    {
      ...inGrowth,
      control: 'growth',
      say: (t) => t.growingLarger,
      seen: (t) => t.growingLargerSeen,
      done: (now, before) => sizeNow(now) > sizeNow(before),
      show: ({ run, state }) => {
        // A size with a smaller one below it, so that its block can fade in; for a fully grown network, start from the
        // beginning.
        const { sizes = [], now } = growthOf(state()) ?? {};
        if (now?.resolution === sizes.at(-1)) run(setGrowth, smallest(state()));
        const next = sizes.find((size) => size > sizeNow(state()) && canFade(sizes, size));
        if (next !== undefined) run(setGrowth, next);
      },
    },
    {
      ...inGrowth,
      control: 'fade',
      say: (t) => t.growingFade,
      seen: (t) => t.growingFadeSeen,
      done: (now, before) =>
        Math.abs((growthOf(now)?.now.alpha ?? 1) - (growthOf(before)?.now.alpha ?? 1)) >= 0.3,
      show: async ({ run, glide, state }) => {
        const { sizes = [] } = growthOf(state()) ?? {};
        const fading = sizes.find((size) => canFade(sizes, size));
        if (!canFade(sizes, sizeNow(state())) && fading !== undefined) run(setGrowth, fading);
        await glide(1, 0, (alpha) => run(setFade, alpha));
        await glide(0, 1, (alpha) => run(setFade, alpha));
      },
    },
    {
      ...inGrowth,
      control: 'growth',
      say: (t) => t.growingFull,
      seen: (t) => t.growingFullSeen,
      done: (now) => growthOf(now) !== null && now.network.growth === null,
      show: ({ run, state }) => run(setGrowth, growthOf(state())?.sizes.at(-1) ?? 0),
    },
    { panel: 'network', fold: 'layers', control: 'layers', say: (t) => t.growingLayers },
  ],
};
