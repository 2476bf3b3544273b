import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkRoom, folderOf, pickFolder } from './places.ts';

afterEach(() => vi.unstubAllGlobals());

/** A user's folder as a browser provides it, with the user's answer to its question. */
function folderWith(now: PermissionState, answer: PermissionState = now) {
  const asked: string[] = [];
  const folder = {
    name: 'faces',
    queryPermission: async () => now,
    requestPermission: async () => {
      asked.push('asked');
      return answer;
    },
  };
  return { folder: folder as unknown as FileSystemDirectoryHandle, asked };
}

describe('the folder of a batch', () => {
  it('is used if it is allowed, and asked for again after a reload', async () => {
    const still = folderWith('granted');
    expect(await folderOf({ id: 'x', folder: still.folder })).toBe(still.folder);
    expect(still.asked).toEqual([]);
    const again = folderWith('prompt', 'granted');
    expect(await folderOf({ id: 'x', folder: again.folder })).toBe(again.folder);
    expect(again.asked).toEqual(['asked']);
  });

  it.each<[PermissionState, PermissionState]>([
    ['denied', 'denied'],
    ['prompt', 'denied'],
    ['prompt', 'prompt'],
  ])('is refused with an explanation if the user says no: %s, then %s', async (now, answer) => {
    const { folder } = folderWith(now, answer);
    await expect(folderOf({ id: 'x', folder })).rejects.toMatchObject({
      code: 'STORAGE_REFUSED',
      message: expect.stringContaining('folder faces'),
    });
  });

  it('is used without a question in browsers that have none, and choosing none reports nothing', async () => {
    await expect(pickFolder()).rejects.toMatchObject({ code: 'STORAGE_REFUSED' });
    const dismissed = () => Promise.reject(new DOMException('no', 'AbortError'));
    vi.stubGlobal('showDirectoryPicker', dismissed);
    await expect(pickFolder()).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe("room in the browser's storage", () => {
  it('is checked before the work begins', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 10e6, usage: 4e6 }) } });
    await checkRoom(6e6);
    await expect(checkRoom(7e6)).rejects.toMatchObject({
      code: 'STORAGE_FULL',
      message: expect.stringMatching(/about 7 MB.*room for only 6 MB/),
    });
    vi.stubGlobal('navigator', {});
    await checkRoom(7e9);
  });
});
