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
      evenness: null,
      ownRms: null,
      edits: [{ name: 'Hat', deviations: 4, on: 0.98, off: 1 }],
      sliders: [],
    });
    expect(parseCard({ ...card, images_seen: null }, 'card.json').imagesSeen).toBeNull();
  });

  it('of a factor model states the effects of sliders and the evenness of walks', () => {
    const { attributes: _, ...rest } = card;
    const factors = { Turn: { rank: 0.97, recall: 0.94, spill: 0.26, spill_on: 'Parting', moves: 0.86 } };
    const found = parseCard({ ...rest, factors, smoothness: { evenness: 42, path_mean: 0.47 } }, 'card.json');
    expect(found).toMatchObject({
      evenness: 42,
      edits: [],
      sliders: [{ name: 'Turn', rank: 0.97, alsoMoves: { name: 'Parting', by: 0.26 } }],
    });
    expect(parseCard({ ...rest, projection: { own_rms: 0.01 } }, 'card.json').ownRms).toBe(0.01);
    const broken = { ...rest, factors: { Turn: { rank: 'high', spill: 0, spill_on: 'Nod' } } };
    expect(() => parseCard(broken, 'card.json')).toThrow(/factors\.Turn\.rank/);
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
