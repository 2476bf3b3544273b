/**
 * Fetches the files of one published model into the browser's own storage. To cancel, the page ends this worker: files
 * that have arrived stay.
 */
import { answerCalls } from '../../../base/workers/answerCalls.ts';
import { checkRoom } from '../../../bundle/device/deviceStore.ts';
import { DownloadedFiles, onlyHere } from '../../../bundle/device/downloads.ts';
import { downloadsFolder } from '../../../bundle/device/folders.ts';
import { mostListBytes, parseFileList } from '../../../bundle/published/fileList.ts';
import { fetchFile } from '../../../download/fetchFile.ts';
import { fetchFiles } from '../../../download/fetchFiles.ts';
import type { FetchingCalls, FetchRequest } from './fetchInPage.ts';

/** Milliseconds between two reports: a bar that moves ten times a second is smooth enough. */
const reportEvery = 100;

/** Files that are kept under their hash need not also be in the browser's own cache. */
const unkept: typeof fetch = (address, init) => fetch(address, { ...init, cache: 'no-store' });

async function list(base: string) {
  const url = new URL('files.json', base).href;
  const { bytes } = await fetchFile(url, { maxBytes: mostListBytes });
  return parseFileList(new TextDecoder().decode(bytes), url);
}

async function files(
  { id, title, files, addresses }: FetchRequest,
  report: (loaded: number, total: number) => void,
): Promise<File[]> {
  const downloads = await downloadsFolder();
  return onlyHere(id, title, async () => {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    // Room for the files, and for the model made from them.
    await checkRoom(2 * bytes, title);
    const kept = await DownloadedFiles.open(downloads, id, title);
    let told = Number.NEGATIVE_INFINITY;
    await fetchFiles(files, {
      ...{ addresses, kept, fetch: unkept },
      onBytes(loaded, total) {
        const now = performance.now();
        if (now - told < reportEvery && loaded < total) return;
        told = now;
        report(loaded, total);
      },
    });
    return Promise.all(files.map((file) => kept.file(file)));
  });
}

const answered = answerCalls<FetchingCalls>((message, transfer) => postMessage(message, { transfer }), {
  list: ({ base }) => list(base),
  files: (ask, { tell }) => files(ask, (loaded, total) => tell({ type: 'bytes', loaded, total })),
});
self.onmessage = ({ data }) => void answered(data);
