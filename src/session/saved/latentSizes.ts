/** Where the latents of a session stand, and which of them its model cannot take. */
import type { Work } from '../../store/state/fields.ts';

interface HeldLatent {
  /** The field of the session that is of no use without it. */
  field: keyof Work;
  /** What it is, for a sentence. */
  what: string;
  z: Float32Array | null | undefined;
}

/** Every latent besides those of the pins, which say themselves which model they belong to. */
function latentsIn({ face, walk, path, map, pull, edit }: Omit<Work, 'pins'>): HeldLatent[] {
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
  ];
}

/** Those that are not as the model takes them. */
export function strangeLatents(
  work: Omit<Work, 'pins'>,
  fits: (z: Float32Array) => boolean,
): { field: keyof Work; what: string; length: number }[] {
  return latentsIn(work).flatMap(({ field, what, z }) =>
    z && !fits(z) ? [{ field, what, length: z.length }] : [],
  );
}
