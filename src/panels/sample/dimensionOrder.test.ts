import { describe, expect, it } from 'vitest';
import { byEffect, byNumber, findDimensions, furthestValue, readValue } from './dimensionOrder.ts';

it('what does most comes first, and what does the same stays in its order', () => {
  expect(byEffect(Float32Array.of(0.1, 0.3, 0.1, 0, 0.5))).toEqual([4, 1, 0, 2, 3]);
});

describe('a search', () => {
  const order = byNumber(130).reverse();
  it.each([
    ['12', [12, 129, 128, 127, 126, 125, 124, 123, 122, 121, 120]],
    ['z 7', [7, 79, 78, 77, 76, 75, 74, 73, 72, 71, 70]],
    ['Z129', [129]],
    ['130', []],
    ['x', []],
    ['-1', []],
  ])('for %j finds the number itself, then those that begin with it', (query, found) => {
    expect(findDimensions(order, query)).toEqual(found);
  });

  it('for nothing finds all', () => {
    expect(findDimensions(order, ' ')).toBe(order);
  });
});

it.each([
  ['1.25', 1.25],
  ['-2', -2],
  ['−0,5', -0.5],
  [' +3. ', 3],
  ['.5', 0.5],
  [`${furthestValue}`, furthestValue],
  [`${furthestValue + 0.1}`, null],
  ['1e3', null],
  ['', null],
  ['-', null],
  ['two', null],
])('%j is read as %j', (text, value) => {
  expect(readValue(text)).toBe(value);
});
