import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseArguments } from './arguments.node.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zscape-names-'));
  await writeFile(join(folder, 'names.txt'), 'cat\ndog\n');
  await writeFile(join(folder, 'names.json'), '["cat", "dog"]');
  await writeFile(join(folder, 'broken.json'), '{"cat": 1}');
});
afterAll(() => rm(folder, { recursive: true }));

test('options about inputs and outputs are passed on', () => {
  const argv =
    'm --latent z --output images --image 28x20x1 --bind psi=-0.5 --bind y=0,0,1 --bind train=false';
  expect(parseArguments(argv.split(' '))).toMatchObject({
    latent: 'z',
    output: 'images',
    image: [28, 20, 1],
    bind: new Map([
      ['psi', [-0.5]],
      ['y', [0, 0, 1]],
      ['train', [0]],
    ]),
  });
});

test('names of classes come as a list or in a file', () => {
  const named = (text: string) => parseArguments(['m', '--class-names', text]);
  expect(named('cat, dog')).toMatchObject({ classNames: ['cat', 'dog'] });
  expect(named(join(folder, 'names.txt'))).toMatchObject({ classNames: ['cat', 'dog'] });
  expect(named(join(folder, 'names.json'))).toMatchObject({ classNames: ['cat', 'dog'] });
});

test.each([
  ['--image', '28', /28x20x1/],
  ['--image', '28x0x1', /28x20x1/],
  ['--bind', 'truncation', /truncation=0\.5/],
  ['--bind', '=1', /--bind/],
  ['--bind', 'psi=half', /--bind/],
  ['--bind', 'psi=1,,2', /--bind/],
  ['--class-names', 'nowhere.txt', /no file nowhere\.txt/],
])('%s %s is wrong usage', (option, value, words) => {
  expect(() => parseArguments(['m', option, value])).toThrow(words);
});

test('a file without names is wrong usage', () => {
  expect(() => parseArguments(['m', '--class-names', join(folder, 'broken.json')])).toThrow(/--class-names/);
});
