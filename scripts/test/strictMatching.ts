import { expect } from 'vitest';

/**
 * Vitest's `toMatchObject` takes any string to match a RegExp in the expected object, because a RegExp has no properties to compare. This
 * makes such a comparison fail, so that nobody relies on it: `expect.stringMatching` is what tests a string.
 */
expect.addEqualityTesters([
  (received, expected) => (typeof received === 'string' && expected instanceof RegExp ? false : undefined),
]);
