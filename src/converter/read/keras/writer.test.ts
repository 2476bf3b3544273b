import { describe, expect, test } from 'vitest';
import { writerOf } from './writer.ts';

describe('the writer of a model', () => {
  test.each<[unknown, unknown, boolean, string]>([
    ['tfjs-layers 4.22.0', 'TensorFlow.js tfjs-layers v4.22.0', false, 'fifths'],
    [undefined, 'TensorFlow.js tfjs-layers v1.7.4', false, 'fifths'],
    ['1.2.2', undefined, false, 'fifths'],
    ['2.2.4', 'keras v2.2.4', false, 'fifths'],
    ['2.1.6-tf', 'keras v2.1.6-tf', false, 'fifths'],
    ['2.2.4-tf', 'keras v2.2.4-tf', true, 'fifths'],
    ['2.3.1', 'keras v2.3.1', true, 'fifths'],
    [undefined, 'keras v2.4.0', true, 'fifths'],
    ['2.15.0', undefined, true, 'fifths'],
    ['3.8.0', 'keras v3.8.0', true, 'sixths'],
    [undefined, undefined, false, 'fifths'],
    [17, null, false, 'fifths'],
  ])('%j, %j: half-pixel centres %s, hard_sigmoid by %s', (version, generatedBy, halfPixels, hardSigmoid) => {
    expect(writerOf(version, generatedBy)).toMatchObject({ halfPixels, hardSigmoid });
  });
});
