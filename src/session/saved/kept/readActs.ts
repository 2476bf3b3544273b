/** Reads what `packActs` wrote. Only a reloaded page needs this. */
import * as v from 'valibot';
import { parseBundle } from '../../../bundle/schema/manifest.ts';
import { amend, type History, type Moment } from '../../../store/history/history.ts';
import { isPointOf } from '../../../store/select/space.ts';
import { snapshotOf, type Work } from '../../../store/state/fields.ts';
import type { Model, State, Undone } from '../../../store/state/state.ts';
import { strangeLatents } from '../latentSizes.ts';
import { idSchema, nameSchema, pinSchema, thumbnailSchema, workSchemas } from '../sessionSchema.ts';

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));
const { pins: _, ...stateSchemas } = workSchemas;
const actsSchema = v.object({
  work: wholeNumber,
  current: wholeNumber,
  nextId: wholeNumber,
  models: v.pipe(v.array(v.unknown()), v.maxLength(100)),
  moments: v.pipe(
    v.array(
      v.object({
        id: wholeNumber,
        parent: v.nullable(wholeNumber),
        name: nameSchema,
        thumbnail: thumbnailSchema,
        model: nameSchema,
        state: v.record(v.string(), v.unknown()),
        pins: v.array(v.union([idSchema, v.record(v.string(), v.unknown())])),
      }),
    ),
    v.maxLength(1000),
  ),
});

/**
 * Rebuilds the history, with the current state as the user's moment.
 * @param value a record of the store `acts`, which anybody may have written
 * @param work number of the work that the session was read with
 * @returns null if it is damaged or belongs to another state of the session: then undo starts fresh
 */
export function unpackActs(value: unknown, work: number, state: State): History<Undone> | null {
  const checked = v.safeParse(actsSchema, value);
  const { model: present } = state;
  if (!checked.success || !present || checked.output.work !== work) return null;
  const { current, nextId, models: kept, moments: found } = checked.output;
  try {
    const manifests = kept.map((one) => parseBundle(one, 'The undo history'));
    const models = new Map<string, Model>([...manifests, present].map((one) => [one.id, one]));
    const pins = new Map(state.pins.map((pin) => [pin.id, pin]));
    const read = sharingReader();
    const moments = new Map<number, Moment<Undone>>();
    for (const { id, parent, name, thumbnail, model: modelId, state: raw, pins: named } of found) {
      const model = models.get(modelId);
      // A parent has to come before its children, so that every moment leads back to the first and none to itself.
      if (!model || id >= nextId || (parent !== null && !(parent < id && moments.has(parent)))) return null;
      if (parent === null && moments.size > 0) return null;
      const then = Object.fromEntries(
        Object.entries<v.GenericSchema>(stateSchemas).map(([field, schema]) => [
          field,
          read(schema, raw[field]),
        ]),
      ) as unknown as Omit<Work, 'pins'>;
      if (strangeLatents(then, (point) => isPointOf(model, point)).length > 0) return null;
      const shown = named.map((one) => (typeof one === 'string' ? pins.get(one) : read(pinSchema, one)));
      const snapshot = { ...then, model, taught: state.taught, pins: shown.filter((pin) => !!pin) };
      moments.set(id, { id, parent, name, thumbnail, snapshot });
    }
    if (!moments.has(current)) return null;
    return amend({ moments, current, drag: null, nextId }, snapshotOf(state));
  } catch {
    return null;
  }
}

/** Reads each value once, so that moments which shared it do so again. @throws ValiError */
function sharingReader() {
  const known = new Map<unknown, unknown>();
  return <T>(schema: v.GenericSchema<unknown, T>, value: unknown): T => {
    // A value that an older page did not write is a different default in each field.
    const key = value === undefined ? schema : value;
    if (!known.has(key)) known.set(key, v.parse(schema, value));
    return known.get(key) as T;
  };
}
