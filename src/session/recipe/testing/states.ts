/** Random states of the page, as far as recipes contain them. */
import fc from 'fast-check';
import { easings } from '../../../latent/curve/timeline.ts';
import { joinPoint, tailOfClass } from '../../../latent/point/classTail.ts';
import { sampleFace } from '../../../store/select/faces.ts';
import { noiseKey } from '../../../store/select/noiseKey.ts';
import { canSpread, spaceOf } from '../../../store/select/space.ts';
import { initialState } from '../../../store/state/initialState.ts';
import { mapCorners, mapKinds, type PathKey, type WalkEnd } from '../../../store/state/journeys.ts';
import type { NetworkState } from '../../../store/state/network.ts';
import type { Face, Model, State } from '../../../store/state/state.ts';
import { model as tiny } from '../../testing/tinyModel.ts';
import type { Made } from '../recipeSchema.ts';

const licence = { name: 'CC0-1.0', url: 'https://example.org/licence', credit: 'Zoë & <b>Söhne</b>' };

/** One that normalises z, one whose samples have a spread, and one with classes. */
export const recipeModels: readonly Model[] = [
  { ...tiny, licence },
  {
    ...tiny,
    id: 'spread',
    latent: { ...tiny.latent, normalised: false },
    address: 'https://example.org/gan',
  },
  {
    ...tiny,
    id: 'classes',
    latent: { ...tiny.latent, size: 8, normalised: false },
    classes: { input: 'class', count: 5, kind: 'oneHot', dtype: 'float32', shape: [5] },
  },
];

const share = fc.double({ min: 0, max: 1, noNaN: true }).map(plainZero);
const seed = fc.integer({ min: 0, max: 0xffffffff });
const name = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 20 }));
/** The schemas remove these keys from every object. No attribute has such an id: ids begin with the attribute's origin. */
const noKeys = ['__proto__', 'prototype', 'constructor'];
const id = fc
  .oneof(fc.constantFrom('smile', '$latent', 'taught:x', '7'), name)
  .filter((text) => !noKeys.includes(text));
const loop = fc.constantFrom('there-and-back' as const, 'loop' as const, 'once' as const);

/** JSON has only one zero, and no slider produces the other. */
function plainZero(value: number): number {
  return value === 0 ? 0 : value;
}

function faces(model: Model): fc.Arbitrary<Face> {
  const { classes } = spaceOf(model);
  const spread = canSpread(model) ? fc.constantFrom(undefined, 1, 0.5, 2.25) : fc.constant(undefined);
  const ofClass = classes ? fc.integer({ min: 0, max: classes.count - 1 }) : fc.constant(undefined);
  const sample = fc
    .record({ seed, spread, class: ofClass })
    .map(({ seed: from, ...draw }) => sampleFace(model, from, draw));
  const { size } = model.latent;
  const z = fc.float32Array({ minLength: size, maxLength: size, min: -1e6, max: 1e6, noNaN: true });
  const free = fc.tuple(z, ofClass).map(([values, index]): Face => {
    const point = classes ? joinPoint(values, tailOfClass(classes, index ?? 0)) : values;
    return { seed: null, origin: point, z: point };
  });
  const edited = fc
    .tuple(sample, fc.nat(size - 1), fc.float({ min: -1e6, max: 1e6, noNaN: true }))
    .map(([face, at, value]) => {
      const changed = face.z.slice();
      changed[at] = value;
      return { ...face, z: changed };
    });
  return fc.oneof(sample, sample, free, edited);
}

const endOf = ({ seed: from, spread, z, origin }: Face, called: string): WalkEnd => ({
  name: called,
  ...(z === origin && from !== null
    ? { seed: from, ...(spread !== undefined && { spread }) }
    : { seed: null }),
  z,
});

function networks(face: fc.Arbitrary<Face>): fc.Arbitrary<NetworkState> {
  const layer = fc.string({ minLength: 1, maxLength: 20 });
  const map = fc.nat(511);
  const gain = fc.double({ min: -2, max: 4, noNaN: true }).map(plainZero);
  return fc.record({
    maps: fc.array(
      fc.oneof(fc.record({ layer, map, gain }), fc.record({ layer, map, held: face.map(({ z }) => z) })),
      { maxLength: 3 },
    ),
    withoutNorm: fc.array(layer, { maxLength: 3 }),
    mix: fc.option(fc.record({ after: layer, z: face.map(({ z }) => z) })),
    growth: fc.option(
      fc.record({
        resolution: fc.constantFrom(4, 8, 16),
        alpha: share,
        heads: fc.constantFrom('trained' as const, 'refitted' as const),
      }),
    ),
  });
}

/** @returns a state, and the description of its export */
export function recipeStates(model: Model): fc.Arbitrary<{ state: State; made: Made }> {
  const face = faces(model);
  const end = fc.tuple(face, name).map(([from, called]) => endOf(from, called));
  const key: fc.Arbitrary<PathKey> = fc
    .record({
      end,
      id,
      hold: fc.double({ min: 0, max: 5, noNaN: true }).map(plainZero),
      easing: fc.constantFrom(...easings),
      network: fc.option(networks(face), { nil: undefined }),
      noise: fc.option(
        fc.record({ angle: fc.nat(180), plane: seed, index: fc.nat(7), count: fc.constant(8) }),
      ),
    })
    .map(({ end: there, noise, network, ...rest }) => ({
      ...there,
      ...rest,
      ...(network && { network }),
      ...(noise && noiseKey(there, model, noise)),
    }));
  const kind = fc.constantFrom(...mapKinds);
  const state = fc
    .record({
      face,
      spread: canSpread(model) ? fc.constantFrom(1, 0.25, 3) : fc.constant(1),
      edit: fc
        .record({
          faces: fc.option(fc.tuple(face, face)),
          amounts: fc.dictionary(id, fc.double({ noNaN: true, noDefaultInfinity: true }).map(plainZero), {
            maxKeys: 5,
          }),
          locked: fc.array(id, { maxLength: 3 }),
        })
        .map(({ faces: two, ...edit }) => ({
          ...edit,
          base: two?.[0].z ?? null,
          result: two?.[1].z ?? null,
        })),
      walk: fc.record({
        a: fc.option(end),
        b: fc.option(end),
        method: fc.constantFrom('slerp' as const, 'lerp' as const),
        position: share,
        loop,
        seconds: fc.double({ min: 0.1, max: 30, noNaN: true }),
        even: fc.boolean(),
      }),
      path: fc.record({
        keys: fc.array(key, { maxLength: 12 }),
        curve: fc.constantFrom('slerp' as const, 'smooth' as const),
        closed: fc.boolean(),
        even: fc.boolean(),
        seconds: fc.double({ min: 0.1, max: 60, noNaN: true }),
        fps: fc.integer({ min: 1, max: 50 }),
        loop,
        time: fc.double({ min: 0, max: 400, noNaN: true }).map(plainZero),
      }),
      map: kind.chain((of) =>
        fc.record({
          kind: fc.constant(of),
          corners: fc.array(end, { maxLength: mapCorners[of].most }),
          x: share,
          y: share,
        }),
      ),
      network: networks(face),
    })
    .map((change): State => ({ ...initialState, model, ...change }));
  const made: fc.Arbitrary<Made> = fc.record({
    shows: fc.constantFrom(
      'face' as const,
      'walk' as const,
      'path' as const,
      'map' as const,
      'attribute' as const,
    ),
    format: fc.constantFrom('png', 'gif', 'mp4'),
    width: fc.integer({ min: 1, max: 2160 }),
    height: fc.integer({ min: 1, max: 2160 }),
    frames: fc.integer({ min: 1, max: 100_000 }),
    fps: fc.integer({ min: 1, max: 60 }),
    loop: fc.boolean(),
    quality: share,
    gif: fc.record({
      colours: fc.integer({ min: 2, max: 256 }),
      dither: fc.constantFrom('none', 'blue noise'),
    }),
  });
  return fc.record({ state, made });
}
