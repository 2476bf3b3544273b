/**
 * Records of IndexedDB, checked by the schemas for files: a browser may have damaged them, or another version of this
 * page may have written them. Nothing here changes the stored data.
 */
import * as v from 'valibot';
import type { Work } from '../../../store/state/fields.ts';
import { workOf } from '../../../store/state/fields.ts';
import { initialState } from '../../../store/state/initialState.ts';
import type { Pin } from '../../../store/state/state.ts';
import type { SavedSession } from '../database.ts';
import { idSchema, nameSchema, pinSchema, thumbnailSchema, workSchemas } from '../sessionSchema.ts';

/** A record that cannot be used, or only in part, exactly as it was found. */
export interface Damaged {
  store: 'sessions' | 'pins' | 'taught';
  key: IDBValidKey;
  value: unknown;
  /** The fault, for a person who reads the file. */
  why: string;
}

/** A stored session, as far as it can be read. */
export interface ReadSession extends SavedSession {
  /** Parts that could not be read and start fresh; none for an intact session. An unknown model is ''. */
  lost: readonly string[];
}

/** Absent in records of older pages, which count from 0. */
const workNumber = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Without an id it is not a session at all. */
const identity = v.looseObject({ id: v.pipe(idSchema, v.minLength(1)) });
const head = {
  name: nameSchema,
  model: v.pipe(nameSchema, v.minLength(1)),
  updated: v.pipe(v.number(), v.finite()),
  thumbnail: thumbnailSchema,
};

/** Reads a record of `sessions` part by part. @returns the session, or a sentence that says why it is not one */
export function readSession(value: unknown): ReadSession | string {
  const known = v.safeParse(identity, value);
  if (!known.success) return whyOf(known.issues[0]);
  const { id, ...rest } = known.output;
  const lost: string[] = [];
  const read = <T>(name: string, schema: v.GenericSchema<unknown, T>, found: unknown, otherwise: T): T => {
    const result = v.safeParse(schema, found);
    if (result.success) return result.output;
    lost.push(name);
    return otherwise;
  };
  const name = read('name', head.name, rest.name, '');
  const model = read('model', head.model, rest.model, '');
  const updated = read('updated', head.updated, rest.updated, 0);
  const thumbnail = read('thumbnail', head.thumbnail, rest.thumbnail, '');
  const kept = typeof rest.state === 'object' && rest.state !== null ? rest.state : {};
  const { pins: _, ...fresh } = workOf(initialState);
  const state = Object.fromEntries(
    (Object.keys(fresh) as (keyof typeof fresh)[]).map((field) => [
      field,
      read<unknown>(field, workSchemas[field], (kept as Record<string, unknown>)[field], fresh[field]),
    ]),
  ) as unknown as Omit<Work, 'pins'>;
  const [work, acts] = [rest.work, rest.acts].map((number) => (v.is(workNumber, number) ? number : 0));
  return {
    ...{ id, model, name, updated, thumbnail, state, lost },
    work,
    acts,
    worked: rest.worked !== false,
  };
}

/** Reads a record of `pins`. @returns the pin, or a sentence that says why it is not one */
export function readPin(value: unknown): Pin | string {
  const result = v.safeParse(pinSchema, value);
  return result.success ? result.output : whyOf(result.issues[0]);
}

/** Divides the records of a store into usable and damaged ones. A session that lost only parts is in both lists. */
export function partRecords<T extends object>(
  store: Damaged['store'],
  records: readonly { key: IDBValidKey; value: unknown }[],
  read: (value: unknown) => T | string,
): { good: T[]; damaged: Damaged[] } {
  const good: T[] = [];
  const damaged: Damaged[] = [];
  for (const { key, value } of records) {
    const found = read(value);
    if (typeof found === 'string') damaged.push({ store, key, value, why: found });
    else {
      good.push(found);
      if ('lost' in found && Array.isArray(found.lost) && found.lost.length > 0)
        damaged.push({ store, key, value, why: `unreadable: ${found.lost.join(', ')}` });
    }
  }
  return { good, damaged };
}

/** Describes a schema's issue: the place in the record, and what is wrong there. */
export function whyOf(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'the record'}: ${issue.message}`;
}
