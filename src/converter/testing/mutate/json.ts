/** Random damage to JSON: values of other types and sizes; missing, duplicated or nested values. */
import type { Random } from '../../../base/random.ts';

const awkward: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e9,
  2 ** 31,
  1e300,
  0.5,
  '',
  '__proto__',
  'constructor',
  'valid',
  [],
  [[[[[[]]]]]],
  {},
  [null, 5],
  [1, 1],
  'channels_first',
];

/** Returns the bytes of the JSON with one to three of its values changed. */
export function mutateJson(bytes: Uint8Array, random: Random): Uint8Array {
  const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
  for (let times = 1 + random.below(3); times > 0; times--) change(json, random);
  return new TextEncoder().encode(JSON.stringify(json));
}

function change(root: unknown, random: Random): void {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (at: unknown): void => {
    if (typeof at !== 'object' || at === null) return;
    for (const key of Object.keys(at)) {
      places.push([at as Record<string, unknown>, key]);
      walk((at as Record<string, unknown>)[key]);
    }
  };
  walk(root);
  const [holder, key] = places[random.below(places.length)]!;
  const [other, otherKey] = places[random.below(places.length)]!;
  switch (random.below(4)) {
    case 0:
      delete holder[key];
      break;
    case 1:
      // A copy, since JSON has no cycles.
      holder[key] = structuredClone(other[otherKey]);
      break;
    case 2:
      if (Array.isArray(holder[key]))
        holder[key] = [...(holder[key] as unknown[]), ...(holder[key] as unknown[])];
      else holder[key] = structuredClone(awkward[random.below(awkward.length)]);
      break;
    default:
      holder[key] = structuredClone(awkward[random.below(awkward.length)]);
  }
}
