import { expect, it } from 'vitest';

it('a RegExp in an expected object matches no string', () => {
  expect({ message: 'some words' }).not.toMatchObject({ message: /some words/ });
  expect({ message: 'some words' }).not.toMatchObject({ message: /other/ });
  expect({ message: 'some words' }).toMatchObject({ message: expect.stringMatching(/some/) });
});
