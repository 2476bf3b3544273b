import { expect, it } from 'vitest';
import { allowedAddress } from './guardAddresses.ts';

const page = 'https://example.org/zscape/';

it.each(['./assets/engine.worker-a1.js', 'https://example.org/x.js', 'blob:https://example.org/1-2-3'])(
  'lets %s pass',
  (address) => {
    expect(allowedAddress(address, page)).toBe(address);
  },
);

it.each([
  'https://elsewhere.org/x.js',
  '//elsewhere.org/x.js',
  'blob:https://elsewhere.org/1',
  'data:text/javascript,1',
  'javascript:1',
])('refuses %s', (address) => {
  expect(() => allowedAddress(address, page)).toThrow(TypeError);
});
