import { describe, expect, it } from 'vitest';
import { cameraError } from './camera.ts';
import { isPictureFile, picturesIn, readClipboard } from './pictureFiles.ts';

const clipboard = (...items: Record<string, string>[]) => ({
  read: () =>
    Promise.resolve(
      items.map((item) => ({
        types: Object.keys(item),
        getType: (type: string) => Promise.resolve(new Blob([item[type]!], { type })),
      })) as unknown as ClipboardItems,
    ),
});

describe('the clipboard', () => {
  it('gives its pictures', async () => {
    const files = await readClipboard(clipboard({ 'text/html': '<img>', 'image/png': 'bytes' }));
    expect(files.map(({ type, size }) => [type, size])).toEqual([['image/png', 5]]);
  });

  it.each([
    ['text', clipboard({ 'text/plain': 'hello' })],
    ['nothing', clipboard()],
    ['a drawing that may run scripts', clipboard({ 'image/svg+xml': '<svg/>' })],
  ])('with %s reports that there is no picture', async (_, holding) => {
    await expect(readClipboard(holding)).rejects.toMatchObject({
      code: 'PICTURE_NONE',
      message: expect.stringContaining('paste again'),
    });
  });

  it('that the page may not or cannot read suggests another way', async () => {
    const refusing = { read: () => Promise.reject(new DOMException('no', 'NotAllowedError')) };
    await expect(readClipboard(refusing)).rejects.toMatchObject({
      code: 'CLIPBOARD_REFUSED',
      message: expect.stringContaining('Ctrl + V'),
    });
    await expect(readClipboard({} as Clipboard)).rejects.toMatchObject({ code: 'CLIPBOARD_REFUSED' });
  });
});

describe('a dropped file', () => {
  it('is recognised as a picture by its type, or by its name if the browser knows no type', () => {
    const files = [
      new File([''], 'a', { type: 'image/png' }),
      new File([''], 'B.HEIC'),
      new File([''], 'c.npy'),
      new File([''], 'd.json', { type: 'application/json' }),
    ];
    expect(picturesIn({ files: files as unknown as FileList }).map(({ name }) => name)).toEqual([
      'a',
      'B.HEIC',
    ]);
    expect(isPictureFile(new File([''], 'e.png', { type: 'text/plain' }))).toBe(false);
  });
});

describe('a camera that cannot be used', () => {
  it.each([
    ['NotAllowedError', 'CAMERA_REFUSED', /Allow it for this page/],
    ['NotFoundError', 'CAMERA_MISSING', /No camera was found/],
    ['NotReadableError', 'CAMERA_BUSY', /another program/],
    ['AbortError', 'CAMERA_BUSY', /try again/],
  ])('because of %s is reported in a sentence', (name, code, words) => {
    const error = cameraError(new DOMException('', name));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
  });
});
