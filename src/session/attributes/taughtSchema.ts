/** The schema of taught attributes, in files and in the browser's storage. */
import * as v from 'valibot';
import { type Taught, taughtWays } from '../../store/state/state.ts';
import { whyOf } from '../saved/kept/keptRecords.ts';
import { idSchema, latentSchema, nameSchema, seedSchema, shareSchema } from '../saved/sessionSchema.ts';
import type { FoundDirection } from './maths/messages.ts';

const finite = v.pipe(v.number(), v.finite());

export const accuracySchema = v.object({
  share: shareSchema,
  interval: v.tuple([shareSchema, shareSchema]),
  total: v.pipe(v.number(), v.integer()),
});

export const marksSchema = v.pipe(
  v.array(v.object({ seed: seedSchema, yes: v.boolean() })),
  v.maxLength(100_000),
);

const keptSchema = v.object({
  id: v.pipe(idSchema, v.minLength(1)),
  model: nameSchema,
  name: nameSchema,
  marks: marksSchema,
  direction: latentSchema,
  threshold: v.nullable(finite),
  accuracy: v.nullable(accuracySchema),
  means: v.optional(v.object({ direction: latentSchema, accuracy: accuracySchema })),
  way: v.optional(v.picklist(taughtWays)),
  created: finite,
});

/** Reads a record from the browser's storage. @returns the attribute, or a sentence that says why it is not one */
export function readTaught(value: unknown): Taught | string {
  const result = v.safeParse(keptSchema, value);
  return result.success ? result.output : whyOf(result.issues[0]);
}

const foundSchema = v.pipe(v.array(v.object({ direction: latentSchema, share: finite })), v.maxLength(1000));

/** Reads directions from the browser's storage. @returns undefined if they are damaged; they can be found again */
export function readFoundDirections(value: unknown, size: number): FoundDirection[] | undefined {
  const result = v.safeParse(foundSchema, value);
  const fits = result.success && result.output.every(({ direction }) => direction.length === size);
  return fits ? result.output : undefined;
}
