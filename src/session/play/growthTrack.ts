/** Plays the network's growth. */
import {
  growthAt,
  growthSizes,
  headsOf,
  plainGrowth,
  shareOfGrowth,
} from '../../store/select/network/network.ts';
import { type Growth, growthSeconds } from '../../store/state/network.ts';
import type { Track } from './track.ts';

/** Its progress at the last move: while a size rests, the growth alone does not tell. */
let last: { growth: Growth | null; share: number } | null = null;

const same = (one: Growth | null, other: Growth | null) =>
  one === other ||
  (one?.resolution === other?.resolution && one?.alpha === other?.alpha && one?.heads === other?.heads);

export const growthTrack: Track = {
  read: ({ model, network, growthHeads }) => {
    const heads = headsOf({ model, network, growthHeads });
    const { growth } = network;
    if (!model || !heads) return null;
    const known = last?.growth === growth ? last?.share : undefined;
    const position = known ?? shareOfGrowth(growthSizes(model, heads), growth);
    return { position, seconds: growthSeconds, loop: 'once' };
  },
  move: ({ model, network, growthHeads }, share) => {
    const heads = headsOf({ model, network, growthHeads });
    if (!model || !heads) return null;
    const next = plainGrowth(model, growthAt(growthSizes(model, heads), heads, share));
    // The same object while nothing changes, so it is not drawn again.
    const growth = same(next, network.growth) ? network.growth : next;
    last = { growth, share };
    return { network: growth === network.growth ? network : { ...network, growth } };
  },
};
