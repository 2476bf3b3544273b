import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments.node.ts';

const codeOf = (argv: readonly string[]): unknown => {
  try {
    return parseArguments(argv);
  } catch (error) {
    return error;
  }
};

describe('the command line', () => {
  test('has sensible defaults', () => {
    expect(parseArguments(['My Model.tar.gz'])).toEqual({
      input: 'My Model.tar.gz',
      id: 'my-model',
      fallbackTitle: 'My Model',
      out: 'public/models',
      verify: 4,
      limits: {},
      makeDefault: false,
      json: false,
    });
  });

  test('passes options on', () => {
    const argv =
      'm --id a --title T --out d --quantize uint8 --verify 0 --tolerance 0.5 --range -1,2 --prior uniform';
    const more =
      '--calibrate quick --tags serve,gpu --signature s --licence L --credit C --source S --default --json --max-size 2 --max-ratio 9';
    expect(parseArguments([...argv.split(' '), ...more.split(' ')])).toEqual({
      input: 'm',
      id: 'a',
      title: 'T',
      fallbackTitle: 'a',
      out: 'd',
      quantization: 'uint8',
      verify: 0,
      tolerance: 0.5,
      range: [-1, 2],
      prior: 'uniform',
      calibration: 'quick',
      tags: ['serve', 'gpu'],
      signature: 's',
      licence: { name: 'L', credit: 'C' },
      source: { name: 'S' },
      limits: { maxBytes: 2 * 2 ** 20, maxRatio: 9 },
      makeDefault: true,
      json: true,
    });
  });

  test('accepts positions of faces, and refuses impossible ones', () => {
    expect(parseArguments(['m', '--faces', '0.34,0.42,0.65,0.42,0.5,0.74'])).toMatchObject({
      faces: { leftEye: [0.34, 0.42], rightEye: [0.65, 0.42], mouth: [0.5, 0.74] },
    });
    for (const text of [
      '0.34,0.42',
      '0.65,0.42,0.34,0.42,0.5,0.74',
      '34,42,65,42,50,74',
      '0,0,1,0,0.5,1,1',
      'x',
    ])
      expect(() => parseArguments(['m', '--faces', text])).toThrow(/--faces/);
  });

  test('accepts limits on the cost of one picture', () => {
    expect(parseArguments(['m', '--max-memory', '4096', '--max-work', '900'])).toMatchObject({
      costLimits: { bytes: 4 * 2 ** 30, work: 9e11 },
    });
  });

  test('takes an empty text for the graph without tags', () => {
    expect(parseArguments(['m', '--tags', ''])).toMatchObject({ tags: [] });
  });

  test('answers --help', () => {
    expect(parseArguments(['--help'])).toBe('help');
  });

  test.each([
    ['no input', []],
    ['two inputs', ['a', 'b']],
    ['an unknown option', ['a', '--fast']],
    ['an option without its value', ['a', '--id']],
    ['an unknown quantization', ['a', '--quantize', 'int4']],
    ['an id that is not a folder name', ['a', '--id', '../x']],
    ['an invalid range', ['a', '--range', '1,-1']],
    ['half a range', ['a', '--range', '1']],
    ['an invalid count', ['a', '--verify', 'all']],
    ['a count below zero', ['a', '--verify', '-1']],
    ['an unknown prior', ['a', '--prior', 'cauchy']],
    ['an unknown effort', ['a', '--calibrate', 'hard']],
    ['a title of 2 MB', ['a', '--title', 'x'.repeat(2 * 2 ** 20)]],
    ['a licence that is a script', ['a', '--licence', 'L', '--licence-url', 'javascript:alert(1)']],
    ['a source that is a page', ['a', '--source', 'S', '--source-url', 'data:text/html,hi']],
    ['no memory at all', ['a', '--max-memory', '0']],
  ])('refuses %s', (_, argv) => {
    expect(codeOf(argv)).toMatchObject({ code: 'USAGE' });
  });
});
