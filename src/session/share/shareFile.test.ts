/** Files and code on their way out of the page; only the browser's own part is stubbed. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { announcements } from '../../store/announce.ts';
import { copyCode, copyFile, shareFile } from './shareFile.ts';

const gif = new File([Uint8Array.of(71, 73, 70)], 'walk.gif', { type: 'image/gif' });
const refusal = (name: string) => Promise.reject(new DOMException('no', name));
const said = () => announcements.getState().said.map(({ text }) => text);

afterEach(() => void vi.unstubAllGlobals());

describe('sharing a file', () => {
  const browser = (share: (data: ShareData) => Promise<void>, can = true) =>
    vi.stubGlobal('navigator', { canShare: () => can, share });

  it('passes on exactly that file', async () => {
    const shared: unknown[] = [];
    browser(async ({ files }) => void shared.push(...(files ?? [])));
    await shareFile(gif);
    expect(shared).toEqual([gif]);
    expect(shared[0]).toBe(gif);
  });

  it('says nothing if the user changes their mind, and a sentence if the browser refuses or cannot', async () => {
    browser(() => refusal('AbortError'));
    await expect(shareFile(gif)).resolves.toBeUndefined();
    browser(() => refusal('NotAllowedError'));
    await expect(shareFile(gif)).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: expect.stringContaining('share it from your downloads'),
    });
    browser(async () => {}, false);
    await expect(shareFile(gif)).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: expect.stringContaining('cannot share this file'),
    });
    // Most desktop browsers do not have it at all.
    vi.stubGlobal('navigator', {});
    await expect(shareFile(gif)).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  });
});

describe('copying', () => {
  class Item {
    readonly parts: Record<string, Blob>;
    constructor(parts: Record<string, Blob>) {
      this.parts = parts;
    }
  }

  it('puts a file on the clipboard with its own type, and code as text, and says so', async () => {
    const written: unknown[] = [];
    vi.stubGlobal('ClipboardItem', Item);
    vi.stubGlobal('navigator', {
      clipboard: {
        write: async (items: Item[]) => void written.push(...items.map(({ parts }) => parts)),
        writeText: async (text: string) => void written.push(text),
      },
    });
    await copyFile(gif);
    await copyCode('const z = 1;');
    expect(written).toEqual([{ 'image/gif': gif }, 'const z = 1;']);
    await expect.poll(said).toEqual(expect.arrayContaining(['File copied.', 'Code copied.']));
  });

  it('says what to do if the browser denies access to the clipboard', async () => {
    vi.stubGlobal('ClipboardItem', Item);
    vi.stubGlobal('navigator', {
      clipboard: { write: () => refusal('NotAllowedError'), writeText: () => refusal('NotAllowedError') },
    });
    for (const copying of [copyFile(gif), copyCode('x')]) {
      await expect(copying).rejects.toMatchObject({
        code: 'EXPORT_FAILED',
        message: expect.stringContaining('Allow it, and try again'),
      });
    }
    // Without https there is no clipboard.
    vi.stubGlobal('navigator', {});
    await expect(copyCode('x')).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  });
});
