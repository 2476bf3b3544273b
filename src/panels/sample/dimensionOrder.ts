/** Sorts and searches the list of the dimensions of z. */

/** @returns the dimensions by their effect on the face, strongest first; equal ones in numerical order */
export function byEffect(effects: ArrayLike<number>): number[] {
  return Array.from(effects, (_, index) => index).sort(
    (one, other) => effects[other]! - effects[one]! || one - other,
  );
}

/** Whole numbers up to the size of z, in their order. */
export function byNumber(size: number): number[] {
  return Array.from({ length: size }, (_, index) => index);
}

/**
 * Returns the dimensions of the order whose numbers begin with the typed text, with or without the letter z; an exact match comes
 * first. An empty query finds all of them.
 */
export function findDimensions(order: readonly number[], query: string): readonly number[] {
  const digits = query.trim().replace(/^z\s*/i, '');
  if (digits === '') return order;
  const found = order.filter((index) => String(index).startsWith(digits));
  const exact = found.filter((index) => String(index) === digits);
  return [...exact, ...found.filter((index) => String(index) !== digits)];
}

/** No face has a value further from zero than this, in standard deviations. */
export const furthestValue = 10;

/** Reads a typed value, with a comma or a point and any minus sign; null if it is not a valid value. */
export function readValue(text: string): number | null {
  const plain = text.trim().replace(/[−–]/g, '-').replace(',', '.');
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  const value = Number(plain);
  return Math.abs(value) <= furthestValue ? value : null;
}
