/**
 * The schema of a session, field by field, in a file and in the browser; the compiler asks for a schema when undo learns
 * of another field.
 */
import * as v from 'valibot';
import { MAX_SEED } from '../../base/random.ts';
import { easings } from '../../latent/curve/timeline.ts';
import { isWithinBounds } from '../../latent/expression/index.ts';
import { verdicts } from '../../latent/projection/contract.ts';
import { spreadLimits } from '../../store/select/space.ts';
import type { Work } from '../../store/state/fields.ts';
import {
  initialMap,
  initialPath,
  mapCorners,
  mapKinds,
  pathLimits,
  walkSeconds,
} from '../../store/state/journeys.ts';
import { networkLimits } from '../../store/state/network.ts';
import { gridSizes } from '../../store/state/settings.ts';

/** No real tray has more pins than this. */
const mostPins = 5000;
/** The largest number of faces in the grid. */
const mostSeeds = Math.max(...gridSizes);
/** Attributes that an edit may move or lock: far more than any model has. */
const mostEdited = 1000;

export const latentSchema = v.pipe(
  v.instance(Float32Array),
  v.check((z) => z.length > 0 && z.every(Number.isFinite), 'a latent of finite numbers'),
);
export const seedSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SEED));
/** Ids of pins, keys and attributes; an attribute's contains its name. */
export const idSchema = v.pipe(v.string(), v.maxLength(300));
export const nameSchema = v.pipe(v.string(), v.maxLength(200));
export const shareSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const finite = v.pipe(v.number(), v.finite());
const spreadSchema = v.pipe(v.number(), v.minValue(spreadLimits.lowest), v.maxValue(spreadLimits.highest));
const drawn = { seed: v.nullable(seedSchema), spread: v.optional(spreadSchema) };

const walkEnd = v.object({ name: nameSchema, ...drawn, z: latentSchema });

// Anything but a picture of our own making would be fetched by the page that shows it.
export const thumbnailSchema = v.pipe(
  v.string(),
  v.regex(/^(data:image\/png;base64,[A-Za-z0-9+/=]*)?$/, 'a PNG as a data URL'),
);

/** If the record of a pin's photo is damaged, only that is lost, not the pin. */
const pinPhoto = v.fallback(
  v.optional(
    v.object({
      thumbnail: thumbnailSchema,
      start: latentSchema,
      match: v.object({
        rms: finite,
        msSsim: finite,
        nearerThan: shareSchema,
        ownRms: v.nullable(finite),
        verdict: v.picklist(verdicts),
      }),
    }),
  ),
  undefined,
);

export const pinSchema = v.object({
  id: idSchema,
  name: nameSchema,
  model: nameSchema,
  ...drawn,
  z: latentSchema,
  thumbnail: thumbnailSchema,
  photo: pinPhoto,
  created: v.number(),
});

const loopMode = v.picklist(['there-and-back', 'loop', 'once']);
const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

const layerName = v.pipe(v.string(), v.minLength(1), v.maxLength(networkLimits.name));
const mapNumber = v.pipe(wholeNumber, v.maxValue(networkLimits.map));

/** The changes inside the network; older sessions begin with the network as it was trained. */
const networkSchema = v.object({
  maps: v.pipe(
    v.array(
      v.union([
        v.object({ layer: layerName, map: mapNumber, held: latentSchema }),
        v.object({
          layer: layerName,
          map: mapNumber,
          gain: v.pipe(
            v.number(),
            v.minValue(networkLimits.gain.lowest),
            v.maxValue(networkLimits.gain.highest),
          ),
        }),
      ]),
    ),
    v.maxLength(networkLimits.maps, `at most ${networkLimits.maps} maps`),
  ),
  withoutNorm: v.pipe(
    v.array(layerName),
    v.maxLength(networkLimits.layers, `at most ${networkLimits.layers} layers`),
  ),
  mix: v.nullable(v.object({ after: layerName, z: latentSchema })),
  growth: v.nullable(
    v.object({
      resolution: v.pipe(wholeNumber, v.minValue(1), v.maxValue(networkLimits.resolution)),
      alpha: shareSchema,
      heads: v.picklist(['trained', 'refitted']),
    }),
  ),
});

const pathKey = v.object({
  ...walkEnd.entries,
  id: idSchema,
  hold: v.pipe(v.number(), v.minValue(pathLimits.hold.lowest), v.maxValue(pathLimits.hold.highest)),
  easing: v.picklist(easings),
  /** Keys of older sessions lack it. */
  network: v.optional(networkSchema),
  recipe: v.optional(
    v.object({
      around: seedSchema,
      angle: v.pipe(wholeNumber, v.maxValue(180)),
      plane: seedSchema,
      index: v.pipe(wholeNumber, v.maxValue(pathLimits.keys)),
      count: v.pipe(wholeNumber, v.minValue(1), v.maxValue(pathLimits.keys)),
    }),
  ),
});

export const workSchemas = {
  face: v.nullable(v.object({ ...drawn, origin: latentSchema, z: latentSchema })),
  spread: v.optional(spreadSchema, 1),
  pull: v.nullable(v.object({ pin: idSchema, amount: shareSchema, from: latentSchema })),
  edit: v.object({
    base: v.nullable(latentSchema),
    result: v.nullable(latentSchema),
    amounts: v.pipe(
      v.record(idSchema, v.pipe(v.number(), v.finite())),
      v.maxEntries(mostEdited, `at most ${mostEdited} attributes`),
    ),
    locked: v.pipe(v.array(idSchema), v.maxLength(mostEdited, `at most ${mostEdited} attributes`)),
  }),
  arithmetic: v.object({
    text: v.pipe(v.string(), v.check(isWithinBounds, 'an expression of a readable size')),
    guard: v.boolean(),
  }),
  gridSeeds: v.pipe(v.array(seedSchema), v.maxLength(mostSeeds, `at most ${mostSeeds} seeds`)),
  walk: v.object({
    a: v.nullable(walkEnd),
    b: v.nullable(walkEnd),
    method: v.picklist(['slerp', 'lerp']),
    position: shareSchema,
    loop: loopMode,
    seconds: v.pipe(v.number(), v.minValue(walkSeconds.lowest), v.maxValue(walkSeconds.highest)),
    even: v.optional(v.boolean(), false),
  }),
  path: v.optional(
    v.object({
      keys: v.pipe(v.array(pathKey), v.maxLength(pathLimits.keys)),
      curve: v.picklist(['slerp', 'smooth']),
      closed: v.boolean(),
      even: v.boolean(),
      seconds: v.pipe(
        v.number(),
        v.minValue(pathLimits.seconds.lowest),
        v.maxValue(pathLimits.seconds.highest),
      ),
      fps: v.pipe(wholeNumber, v.minValue(pathLimits.fps.lowest), v.maxValue(pathLimits.fps.highest)),
      loop: loopMode,
      time: v.pipe(v.number(), v.finite(), v.minValue(0)),
    }),
    { ...initialPath, keys: [] },
  ),
  map: v.optional(
    v.object({
      kind: v.picklist(mapKinds),
      corners: v.pipe(v.array(walkEnd), v.maxLength(mapCorners.polygon.most)),
      x: shareSchema,
      y: shareSchema,
    }),
    { ...initialMap, corners: [] },
  ),
  network: v.optional(networkSchema, { maps: [], withoutNorm: [], mix: null, growth: null }),
  pins: v.pipe(v.array(pinSchema), v.maxLength(mostPins, `at most ${mostPins} pins`)),
} satisfies { [Name in keyof Work]: v.GenericSchema<unknown, Work[Name]> };

export const sessionStateSchema = v.object(workSchemas);
export type SessionState = v.InferOutput<typeof sessionStateSchema>;
