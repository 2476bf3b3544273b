/** What a malicious `zscape.json` may not say. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseBundle } from './manifest.ts';

const text = readFileSync(
  new URL('../../../fixtures/avatars-64/bundle/zscape.json', import.meta.url),
  'utf8',
);

/** Returns the manifest of one of this project's models, with fields replaced by their dotted paths. */
function changed(fields: Record<string, unknown>): unknown {
  const json = JSON.parse(text);
  for (const [path, value] of Object.entries(fields)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    keys.reduce((at, key) => at[key], json)[last] = structuredClone(value);
  }
  return json;
}

const file = (path: string) => ({ path, bytes: 1, sha256: '0'.repeat(64) });
const many = (count: number, path: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => file(path(i)));

const graphModel = { family: 'graph', input: 'z', output: 'picture' };
const sampled = { generator: graphModel, outputs: [], previewHeads: [] };
const digit = { input: 'class', kind: 'index', dtype: 'int32', shape: [1], count: 10 };
const latents = { file: 'latents.bin', samples: 500, factors: 64, count: 16 };
const faces = { leftEye: [0.3, 0.4], rightEye: [0.7, 0.4], mouth: [0.5, 0.7] };
const head = { resolution: 4, kernel: 'growth_4/kernel', bias: 'growth_4/bias' };
const withLatents = { latents, files: [file('model.json'), file('latents.bin')] };

const hostile: [string, Record<string, unknown>, RegExp][] = [
  ['a title of 2 MB', { title: 'x'.repeat(2 * 2 ** 20) }, /title: at most 200/],
  ['a description of 2 MB', { description: 'x'.repeat(2 * 2 ** 20) }, /description: at most/],
  ['a latent of 2^20 numbers', { 'latent.size': 2 ** 20 }, /latent\.size: at most/],
  ['a picture of 2^20 pixels a side', { 'image.width': 2 ** 20, 'image.height': 2 ** 20 }, /image\.width/],
  ['a picture of another size than its last block', { 'image.width': 128, 'image.height': 128 }, /image/],
  ['black above white', { 'image.range': [1, -1] }, /image\.range/],
  ['an output larger than its picture', { 'outputs.0.resolution': 512 }, /outputs/],
  ['a block that does not double', { 'generator.blocks.1.resolution': 4 }, /generator\.blocks/],
  ['a million channels', { 'generator.blocks.1.channels': 2 ** 20 }, /generator\.blocks\.1\.channels/],
  ['a node of a name of 1 MB', { 'generator.output': 'x'.repeat(2 ** 20) }, /generator\.output/],
  [
    'a licence that is a script',
    { licence: { name: 'Free', url: 'javascript:alert(1)' } },
    /licence\.url: .*http/,
  ],
  ['a licence that is a page', { licence: { name: 'Free', url: 'data:text/html,hi' } }, /licence\.url/],
  ['a script behind a line feed', { licence: { name: 'Free', url: 'java\nscript:1' } }, /licence\.url/],
  ['a script in its source', { source: { name: 'Here', url: 'JavaScript:alert(1)' } }, /source\.url/],
  ['a file address in its source', { source: { name: 'Here', url: 'file:///etc/passwd' } }, /source\.url/],
  ['100,000 entries of one file', { files: many(100_000, () => 'a.bin') }, /files: at most 1024/],
  ['the same file twice', { files: many(2, () => 'a.bin') }, /files: .*different names/],
  ['2,000 files', { files: many(2000, (i) => `${i}.bin`) }, /files: at most 1024/],
  ['a face outside of the picture', { faces: { ...faces, leftEye: [-0.1, 0.4] } }, /faces\.leftEye/],
  ['a face on its head', { faces: { ...faces, mouth: [0.5, 0.2] } }, /faces: .*mouth below/],
  ['a face seen from behind', { faces: { ...faces, leftEye: [0.9, 0.4] } }, /faces: .*left to right/],
  ['two channels', { 'image.channels': 2 }, /image\.channels/],
  ['a ProGAN of four channels', { 'image.channels': 4 }, /image: 1 or 3/],
  ['a ProGAN with classes', { classes: digit }, /classes: an input of the graph/],
  ['a class that is the latent', { ...sampled, classes: { ...digit, input: 'z' } }, /classes: .*latent/],
  ['no classes at all', { ...sampled, classes: { ...digit, count: 0 } }, /classes\.count/],
  ['a million classes', { ...sampled, classes: { ...digit, count: 1e6 } }, /classes\.count: at most/],
  ['a number of two places', { ...sampled, classes: { ...digit, shape: [2] } }, /classes\.shape/],
  [
    'a row shorter than its classes',
    { ...sampled, classes: { ...digit, kind: 'oneHot', shape: [9] } },
    /classes\.shape/,
  ],
  ['fewer names than classes', { ...sampled, classes: { ...digit, names: ['zero'] } }, /classes\.names/],
  ['a class of complex numbers', { ...sampled, classes: { ...digit, dtype: 'complex64' } }, /classes\.dtype/],
  ['no spread', { spread: { usual: 0 } }, /spread\.usual/],
  ['a spread without end', { spread: { usual: 1e9 } }, /spread\.usual/],
  [
    'heads of half a megabyte',
    { growth: [head, head, head], 'generator.blocks.0.channels': 16_384 },
    /growth: heads of at most 400000 bytes/,
  ],
  [
    'a growth network of a size without a head',
    { growth: [head], growthNetwork: { resolution: 8, cosines: 9, difference: 1 } },
    /growthNetwork: the resolution of one of the heads/,
  ],
  [
    'a growth network without growth',
    { growthNetwork: { resolution: 4, cosines: 9, difference: 1 } },
    /growthNetwork: the resolution/,
  ],
  [
    'a growth network of more cosines than there are',
    { growth: [head], growthNetwork: { resolution: 4, cosines: 600, difference: 1 } },
    /growthNetwork: .*fewer cosines/,
  ],
  [
    'a growth network that is closer than possible',
    { growth: [head], growthNetwork: { resolution: 4, cosines: 9, difference: -1 } },
    /growthNetwork\.difference/,
  ],
  ['a hundred heads', { growth: Array.from({ length: 100 }, () => head) }, /growth: at most 32/],
  ['latents in no file', { latents }, /latents: one of the bundle's files/],
  ['latents elsewhere', { ...withLatents, 'latents.file': '../latents.bin' }, /latents\.file/],
  ['a million examples', { ...withLatents, latents: { ...latents, count: 1e6 } }, /latents\.count/],
  ['files of 2^40 bytes', { files: [{ ...file('a.bin'), bytes: 2 ** 40 }] }, /files\.0\.bytes/],
];

describe('a bundle that says', () => {
  it.each(hostile)('%s is refused, naming the field', (_, fields, words) => {
    expect(() => parseBundle(changed(fields), 'zscape.json')).toThrow(words);
  });

  it.each([
    ['nothing unusual', {}],
    [
      'a web address',
      { licence: { name: 'CC0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' } },
    ],
    ['a picture with alpha', { ...sampled, 'image.channels': 4 }],
    ['numbered classes', { ...sampled, classes: digit }],
    [
      'named classes in a row',
      { ...sampled, classes: { ...digit, kind: 'oneHot', shape: [1, 2], count: 2, names: ['cat', 'dog'] } },
    ],
    ['a scalar class', { ...sampled, classes: { ...digit, dtype: 'float32', shape: [] } }],
    ['aligned faces', { faces }],
    ['heads from its growth', { growth: [head] }],
    ['a growth network', { growth: [head], growthNetwork: { resolution: 4, cosines: 9, difference: 1.5 } }],
    ['a usual spread', { spread: { usual: 0.4 } }],
    ['latents', withLatents],
    ['a plain web address', { source: { name: 'Here', url: 'http://example.org/a?b=c#d' } }],
  ])('%s is read', (_, fields) => {
    expect(parseBundle(changed(fields), 'zscape.json')).toMatchObject(changed(fields) as object);
  });
});
