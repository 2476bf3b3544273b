import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../../latent/vector/sample.ts';
import { dot, normalise, withNorm } from '../../latent/vector/vector.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { model } from '../testing/tinyModel.ts';
import { nextQuestion } from './teaching.ts';

const boundary = { direction: normalise(sampleLatent(8, 32, 'normal')), threshold: 0.3 };
const distance = (seed: number) =>
  Math.abs(dot(withNorm(sampleFace(model, seed).z, Math.sqrt(32)), boundary.direction) - boundary.threshold);

describe('the next question', () => {
  it('is about a face near the boundary, except for one in four', () => {
    const asked: number[] = [];
    for (let i = 0; i < 80; i++) asked.push(nextQuestion(model, boundary, asked));
    const chosen = asked.filter((_, i) => i % 4 !== 0).map(distance);
    const free = asked.filter((_, i) => i % 4 === 0).map(distance);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(chosen)).toBeLessThan(0.1);
    expect(mean(free)).toBeGreaterThan(0.3);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('is about any face before there is a boundary', () => {
    const asked = Array.from({ length: 30 }, () => nextQuestion(model, null, [1, 2, 3]));
    expect(asked.some((seed) => distance(seed) > 0.7)).toBe(true);
  });
});
