import { describe, expect, it } from 'vitest';
import { publishedModels } from '../../src/bundle/published/publishedModels.ts';
import { ProgressBar, progressLine } from '../progress/progressBar.ts';
import { parseFetchArguments } from './arguments.ts';

const [progan] = publishedModels;

describe('the arguments of fetch-model', () => {
  it('take the published addresses, a mirror from --url, or one from the environment', () => {
    expect(parseFetchArguments(['progan-128'], {})).toMatchObject({
      model: progan,
      variant: 'uint8',
      source: null,
      archives: progan!.archives,
    });
    const url = 'http://mirror.test/m.tar.gz';
    expect(parseFetchArguments(['progan-128', '--url', url], {})).toMatchObject({
      variant: null,
      archives: [url],
    });
    const environment = { ZSCAPE_MODEL_URL: url };
    expect(parseFetchArguments(['progan-128'], environment)).toMatchObject({ archives: [url] });
    const both = parseFetchArguments(['progan-128', '--url', 'https://other.test/'], environment);
    expect(both).toMatchObject({ archives: ['https://other.test/'] });
    const source = parseFetchArguments(
      ['progan-128', '--variant', 'float32', '--source', 'http://a.test/b'],
      {},
    );
    expect(source).toMatchObject({ variant: 'float32', source: 'http://a.test/b/', archives: [] });
  });

  it('pass on the options of the converter', () => {
    const argv = ['progan-128', '--quantize', 'uint8', '--out', 'x', '--', '--json', '--verify', '0'];
    expect(parseFetchArguments(argv, {})).toMatchObject({
      converterOptions: ['--out', 'x', '--quantize', 'uint8', '--json', '--verify', '0'],
    });
  });

  it.each([
    [[], /Name the model/],
    [['no-such'], /no model "no-such".*progan-128/],
    [['progan-128', 'other'], /one model at a time/],
    [['progan-128', '--url', 'file:///etc/passwd'], /not an http or https address/],
    [['progan-128', '--source', 'folder'], /not an http or https address/],
    [['progan-128', '--variant', 'int4'], /--variant must be uint8 or float32/],
    [['progan-128', '--speed', '9'], /--speed/],
    [['progan-128', '--max-bytes', '-1'], /max-bytes/],
  ])('%j is wrong usage', (argv, sentence) => {
    expect(() => parseFetchArguments(argv, {})).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(sentence) }),
    );
  });
});

describe('the progress bar', () => {
  it('shows share, bytes, rate and the time left', () => {
    expect(progressLine('m', 21e6, 84e6, 3e6)).toBe(
      'm  [######------------------] 25 %  21.0 of 84.0 MB  3.0 MB/s  21 s left',
    );
    expect(progressLine('m', 84e6, 84e6, 3e6)).toMatch(/\[#{24}\] 100 %/);
    expect(progressLine('m', 5e6, null, 0)).toBe('m  5.0 MB');
  });

  it('counts only the bytes of this run in the rate, and writes a line per tenth where there is no terminal', () => {
    const lines: string[] = [];
    let now = 0;
    const bar = new ProgressBar('m', { write: (text) => lines.push(text) }, () => now);
    bar.show(50e6, 100e6);
    for (let percent = 51; percent <= 100; percent++) {
      now += 100;
      bar.show(percent * 1e6, 100e6);
    }
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toContain('10.0 MB/s');
  });
});
