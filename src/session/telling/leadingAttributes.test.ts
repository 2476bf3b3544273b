import { expect, it } from 'vitest';
import { model } from '../testing/tinyModel.ts';
import { leadingAttributes } from './leadingAttributes.ts';

const { size } = model.latent;
const axis = (at: number) => Float32Array.from({ length: size }, (_, i) => Number(i === at));
const known = [
  { name: 'Glasses', ends: undefined, direction: axis(0) },
  { name: 'Smile', ends: undefined, direction: axis(1) },
  { name: 'Age', ends: ['young', 'old'] as const, direction: axis(2) },
  { name: 'Hat', ends: undefined, direction: axis(3) },
];

/** A latent with the length of a sample that begins with these values. */
function latent(...first: number[]): Float32Array {
  const z = new Float32Array(size);
  z.set(first);
  const rest = Math.sqrt(size - first.reduce((sum, value) => sum + value * value, 0));
  z[size - 1] = rest;
  return z;
}

it('names the attributes that stand out, the strongest first, with an end if an attribute has two', () => {
  expect(leadingAttributes(known, model, latent(1.5, 2, -3, 0.5))).toEqual([
    { name: 'Age', end: 'young' },
    { name: 'Smile', end: null },
    { name: 'Glasses', end: null },
  ]);
});

it('does not mention that a face lacks something', () => {
  expect(leadingAttributes(known, model, latent(-3, -2, 1, -2))).toEqual([]);
});

it('scales a normalised model’s latents to the length of samples, whatever their length', () => {
  const z = latent(1.5).map((value) => value * 10);
  expect(leadingAttributes(known, model, z)).toEqual([{ name: 'Glasses', end: null }]);
  expect(
    leadingAttributes(known, { ...model, latent: { ...model.latent, normalised: false } }, latent(1)),
  ).toEqual([]);
  expect(leadingAttributes(known, model, new Float32Array(size))).toEqual([]);
});
