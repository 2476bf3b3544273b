import { expect, it } from 'vitest';
import { clearMarked, DownloadedFiles } from './downloads.ts';
import { MemoryFolder } from './testing/memoryFolder.ts';

const file = { path: 'a/model.json', bytes: 3, gitBlob: 'ab'.repeat(20) };
const bytes = Uint8Array.of(1, 2, 3);

it('finished files are still there after a reload', async () => {
  const downloads = new MemoryFolder();
  const first = await DownloadedFiles.open(downloads.handle, 'progan-128', 'ProGAN');
  expect(await first.read(file)).toBeNull();
  await first.write(file, bytes);
  const second = await DownloadedFiles.open(downloads.handle, 'progan-128', 'ProGAN');
  expect(await second.read(file)).toEqual(bytes);
  expect((await second.file(file)).size).toBe(3);
  expect(await second.read({ ...file, bytes: 4 })).toBeNull();
});

it('folders marked as downloads are cleared, and nothing else', async () => {
  const downloads = new MemoryFolder();
  const kept = await DownloadedFiles.open(downloads.handle, 'progan-128', 'ProGAN');
  await kept.write(file, bytes);
  await downloads.getDirectoryHandle('other', { create: true });
  await clearMarked(downloads.handle, 'progan-128');
  await clearMarked(downloads.handle, 'other');
  await clearMarked(downloads.handle, 'never-there');
  expect([...downloads.entriesByName.keys()]).toEqual(['other']);
});

it('says in a sentence that there is no room', async () => {
  const full = () => {
    throw new DOMException('', 'QuotaExceededError');
  };
  const downloads = new MemoryFolder('', (what) => (what.includes(file.gitBlob) ? full() : undefined));
  const kept = await DownloadedFiles.open(downloads.handle, 'progan-128', 'ProGAN');
  await expect(kept.write(file, bytes)).rejects.toMatchObject({
    code: 'STORAGE_FULL',
    message: expect.stringMatching(/ProGAN/),
  });
});
