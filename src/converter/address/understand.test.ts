/** Addresses as people have them, and the resulting requests. */
import { describe, expect, it } from 'vitest';
import { nameFromAddress } from './naming.ts';
import { understandAddress } from './understand.ts';

const raw = 'https://raw.githubusercontent.com';
const hugging = 'https://huggingface.co';

describe('an address', () => {
  it.each([
    ['of a file', 'https://example.org/gan/model.json', ['https://example.org/gan/model.json']],
    [
      'with a fragment and white space around it',
      '  https://example.org/a.onnx#x\n',
      ['https://example.org/a.onnx'],
    ],
    ['with a query', 'https://example.org/a.zip?download=1', ['https://example.org/a.zip?download=1']],
    ['without its scheme', 'github.com/me/gan/blob/main/a.h5', [`${raw}/me/gan/main/a.h5`]],
    [
      'of a page about a file on GitHub',
      'https://github.com/me/gan/blob/v1.0/web/model.json',
      [`${raw}/me/gan/v1.0/web/model.json`],
    ],
    [
      'of a page with a query',
      'https://github.com/me/gan/blob/main/a.h5?raw=true',
      [`${raw}/me/gan/main/a.h5`],
    ],
    [
      'that GitHub redirects to the file',
      'https://github.com/me/gan/raw/main/a%20b.keras',
      [`${raw}/me/gan/main/a%20b.keras`],
    ],
    [
      'of a branch with a slash',
      'https://github.com/me/gan/raw/refs/heads/dev/a.h5',
      [`${raw}/me/gan/refs/heads/dev/a.h5`],
    ],
    [
      'over http to a host that supports https',
      'http://github.com/me/gan/blob/main/a.h5',
      [`${raw}/me/gan/main/a.h5`],
    ],
    [
      'of a page about a folder',
      'https://github.com/me/gan/tree/main/web',
      [`${raw}/me/gan/main/web/zscape.json`, `${raw}/me/gan/main/web/model.json`],
    ],
    [
      'of a repository',
      'https://github.com/me/gan',
      [`${raw}/me/gan/HEAD/zscape.json`, `${raw}/me/gan/HEAD/model.json`],
    ],
    [
      'of a published file, which has no page',
      'https://github.com/me/gan/releases/download/v1/a.zip',
      ['https://github.com/me/gan/releases/download/v1/a.zip'],
    ],
    ['of a file itself', `${raw}/me/gan/main/model.json`, [`${raw}/me/gan/main/model.json`]],
    [
      'of a site’s folder',
      'https://me.github.io/gan/model/',
      ['https://me.github.io/gan/model/zscape.json', 'https://me.github.io/gan/model/model.json'],
    ],
    [
      'of a site’s page',
      'https://me.github.io/gan/index.html',
      ['https://me.github.io/gan/zscape.json', 'https://me.github.io/gan/model.json'],
    ],
    [
      'that may be a file or a folder',
      'https://me.github.io/gan',
      [
        'https://me.github.io/gan',
        'https://me.github.io/gan/zscape.json',
        'https://me.github.io/gan/model.json',
      ],
    ],
    [
      'of a page about a file on Hugging Face',
      `${hugging}/me/gan/blob/main/onnx/g.onnx`,
      [`${hugging}/me/gan/resolve/main/onnx/g.onnx`],
    ],
    [
      'of its raw form, which is a pointer',
      `${hugging}/me/gan/raw/main/g.h5`,
      [`${hugging}/me/gan/resolve/main/g.h5`],
    ],
    [
      'of its download',
      `${hugging}/me/gan/resolve/v2/g.h5?download=true`,
      [`${hugging}/me/gan/resolve/v2/g.h5`],
    ],
    [
      'of a file of a space',
      'https://hf.co/spaces/me/gan/blob/main/g.h5',
      [`${hugging}/spaces/me/gan/resolve/main/g.h5`],
    ],
    ['of a model without an owner', `${hugging}/gan/blob/main/g.h5`, [`${hugging}/gan/resolve/main/g.h5`]],
  ])('%s', (_, address, candidates) => {
    expect(understandAddress(address).candidates).toEqual(candidates);
  });

  it.each([
    [
      `${hugging}/me/gan`,
      `${hugging}/api/models/me/gan/tree/main`,
      `${hugging}/me/gan/resolve/main/zscape.json`,
    ],
    [
      `${hugging}/me/gan/tree/v2/tfjs`,
      `${hugging}/api/models/me/gan/tree/v2/tfjs`,
      `${hugging}/me/gan/resolve/v2/tfjs/zscape.json`,
    ],
    [
      `${hugging}/datasets/me/gan`,
      `${hugging}/api/datasets/me/gan/tree/main`,
      `${hugging}/datasets/me/gan/resolve/main/zscape.json`,
    ],
  ])('of a repository whose host lists its files: %s', (address, listing, first) => {
    const understood = understandAddress(address);
    expect(understood.listing).toBe(listing);
    expect(understood.candidates[0]).toBe(first);
    expect(understood.host).toBe('huggingface.co');
  });

  it('names the host that will be asked, not the one whose page it is', () => {
    expect(understandAddress('https://github.com/me/gan').host).toBe('raw.githubusercontent.com');
    expect(understandAddress('https://example.org:8443/a.zip').host).toBe('example.org:8443');
  });

  it.each([
    '',
    'model.json',
    'a face',
    'ftp://example.org/a',
    'https://',
    'javascript:alert(1)',
    'file:///a.h5',
    'https://me:pw@example.org/a.h5',
  ])('is not “%s”', (text) => {
    expect(() => understandAddress(text)).toThrow(expect.objectContaining({ code: 'ADDRESS_INVALID' }));
  });
});

it.each([
  ['https://example.org/gans/horses/model.json', null, 'horses'],
  ['https://example.org/gans/My%20Horses.tar.gz', null, 'My Horses'],
  ['https://example.org/progan-128/uint8/model.json', null, 'progan-128'],
  [`${raw}/me/gan/HEAD/model.json`, 'gan', 'gan'],
  [`${raw}/me/models/HEAD/model.json`, 'models', 'models'],
  [`${raw}/me/gan/main/nets/faces.onnx`, 'gan', 'faces'],
  [`${hugging}/me/gan/resolve/main/model.onnx`, 'gan', 'gan'],
  ['https://example.org/model.json', null, 'example.org'],
])('what comes from %s (%s) is called %s', (address, repository, name) => {
  expect(nameFromAddress(address, repository)).toBe(name);
});
