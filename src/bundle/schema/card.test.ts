import { describe, expect, it } from 'vitest';
import { parseCard } from './card.ts';

const edit = { name: 'Hat', step: 4, success_on: 0.98, success_off: 1, accuracy: 0.9 };
const card = {
  images_seen: 400_000,
  swd: { 128: 20, avg: 12, floor_avg: 4, ratio: 3 },
  ms_ssim: { model: 0.3, data: 0.29 },
  frechet: 9.5,
  attributes: { hat: edit },
  entanglement: {},
};

describe('a model card', () => {
  it('is read as far as the page shows it', () => {
    expect(parseCard(card, 'card.json')).toEqual({
      imagesSeen: 400_000,
      swd: { average: 12, floor: 4 },
      msSsim: { model: 0.3, data: 0.29 },
      frechet: 9.5,
      edits: [{ name: 'Hat', deviations: 4, on: 0.98, off: 1 }],
    });
    expect(parseCard({ ...card, images_seen: null }, 'card.json').imagesSeen).toBeNull();
  });

  it.each([
    ['no figures', { images_seen: 3 }, /swd/],
    ['a share above 1', { ...card, attributes: { hat: { ...edit, success_on: 98 } } }, /hat\.success_on/],
    ['a figure that is text', { ...card, frechet: '9' }, /frechet/],
  ])('with %s is refused by name', (_, json, words) => {
    expect(() => parseCard(json, 'models/x/card.json')).toThrow(words);
    expect(() => parseCard(json, 'models/x/card.json')).toThrow(/models\/x\/card\.json/);
  });
});
