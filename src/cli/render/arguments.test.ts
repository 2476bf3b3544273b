import { describe, expect, it } from 'vitest';
import { parseArguments, parseSeeds, usage } from './arguments.node.ts';

const given = (...more: string[]) => parseArguments(['--seeds', '0-3', '--out', 'x.zip', ...more]);

describe('the seeds of the command line', () => {
  it('are numbers and ranges, each once, in the given order', () => {
    expect(parseSeeds('7')).toEqual([7]);
    expect(parseSeeds('3-5, 9 ,4-6')).toEqual([3, 4, 5, 9, 6]);
    expect(parseSeeds('0-99999')).toHaveLength(100_000);
    expect(parseSeeds('4294967295')).toEqual([4294967295]);
  });

  it.each([
    ['', /takes whole numbers/],
    ['-5', /takes whole numbers/],
    ['1.5', /takes whole numbers/],
    ['1-2-3', /takes whole numbers/],
    ['all', /takes whole numbers/],
    ['9-3', /ends before it begins: write 3-9/],
    ['4294967296', /goes beyond/],
    ['0-999999', /asks for 1000000 pictures, but one run draws at most 100000/],
    ['0-60000,100000-160000', /more than 100000/],
  ])('are not "%s"', (text, words) => {
    expect(() => parseSeeds(text)).toThrow(words);
  });
});

describe('the command line of render', () => {
  it('fills in defaults', () => {
    expect(given()).toMatchObject({
      model: undefined,
      models: 'public/models',
      seeds: [0, 1, 2, 3],
      out: 'x.zip',
      size: undefined,
      perFile: 10_000,
      format: 'png',
      quality: 90,
      force: false,
    });
    expect(given('--threads', '3', '--size', '64', '--spread', '0.5', '--per-file', '10')).toMatchObject({
      threads: 3,
      size: 64,
      spread: 0.5,
      perFile: 10,
    });
    expect(given('--format', 'jpg', '--quality', '50')).toMatchObject({ format: 'jpeg', quality: 50 });
    expect(parseArguments(['--help'])).toBe('help');
    expect(usage).toContain('--per-file');
  });

  it.each([
    [['--out', 'x.zip'], /which seeds/],
    [['--seeds', '1'], /--out DIR/],
    [['--seeds', '1', '--out', 'x', '--format', 'bmp'], /--format must be one of png, webp, jpeg, not "bmp"/],
    [['--seeds', '1', '--out', 'x', '--quality', '0'], /--quality cannot be "0"/],
    [['--seeds', '1', '--out', 'x', '--size', '0'], /--size cannot be "0"/],
    [['--seeds', '1', '--out', 'x', '--threads', '0'], /--threads cannot be "0"/],
    [['--seeds', '1', '--out', 'x', '--per-file', '20000'], /--per-file cannot be/],
    [['--seeds', '1', '--out', 'x', '--spread', 'NaN'], /--spread cannot be/],
    [['--seeds', '1', '--out', 'x', '--colour'], /Unknown option '--colour'/],
    [['--seeds', '1', '--out', 'x', 'more'], /more/],
  ])('is refused as %j', (argv, words) => {
    expect(() => parseArguments(argv)).toThrow(words);
  });
});
