/** The latents in a session, and those that its model cannot take. */
import type { Work } from '../../store/state/fields.ts';
import type { NetworkState } from '../../store/state/network.ts';

interface HeldLatent {
  /** The field of the session that is useless without it. */
  field: keyof Work;
  /** A description of it, for a sentence. */
  what: string;
  z: Float32Array | null | undefined;
}

/** Returns every latent of a state except those of its pins; pins name the model that they belong to. */
function latentsIn({ face, walk, path, map, network, pull, edit }: Omit<Work, 'pins'>): HeldLatent[] {
  return [
    { field: 'face', what: 'the face', z: face?.z },
    { field: 'face', what: 'the face before its edits', z: face?.origin },
    { field: 'walk', what: 'A', z: walk.a?.z },
    { field: 'walk', what: 'B', z: walk.b?.z },
    { field: 'pull', what: 'the pull', z: pull?.from },
    { field: 'edit', what: 'the base of the edit', z: edit.base },
    { field: 'edit', what: 'the result of the edit', z: edit.result },
    ...path.keys.map(({ z }, index) => ({
      field: 'path' as const,
      what: `key ${index + 1} of the path`,
      z,
    })),
    ...map.corners.map(({ z }, index) => ({
      field: 'map' as const,
      what: `corner ${index + 1} of the map`,
      z,
    })),
    ...path.keys.flatMap((key, index) =>
      key.network ? latentsOfNetwork(key.network, 'path', ` at key ${index + 1} of the path`) : [],
    ),
    ...latentsOfNetwork(network, 'network'),
  ];
}

/** @param where its place in the session, for a sentence */
function latentsOfNetwork({ maps, mix }: NetworkState, field: keyof Work, where = ''): HeldLatent[] {
  return [
    ...maps.map((change) => ({
      field,
      what: `the face that map ${change.map + 1} of ${change.layer} is held at${where}`,
      z: 'held' in change ? change.held : null,
    })),
    { field, what: `the face that the network mixes in${where}`, z: mix?.z },
  ];
}

/** Returns those that do not fit the model. */
export function strangeLatents(
  work: Omit<Work, 'pins'>,
  fits: (z: Float32Array) => boolean,
): { field: keyof Work; what: string; length: number }[] {
  return latentsIn(work).flatMap(({ field, what, z }) =>
    z && !fits(z) ? [{ field, what, length: z.length }] : [],
  );
}
