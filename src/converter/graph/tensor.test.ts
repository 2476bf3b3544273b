import { expect, it } from 'vitest';
import { elementCount } from './tensor.ts';

it('a shape of hundreds of dimensions is refused without listing them', () => {
  const shape = Array.from({ length: 254 }, () => 1_067_893_084);
  expect(() => elementCount(shape, 'The weight w')).toThrow(/^The weight w has 254 dimensions/);
  expect(elementCount([2, 3, 4], 'w')).toBe(24);
});
