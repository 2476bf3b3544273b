/** Fetches the encoder of a model and runs it, off the page's thread: it takes a tenth of a second. */
import { answerCalls } from '../../../base/workers/answerCalls.ts';
import { openEncoder } from '../../../converter/encoder/encoder.ts';
import { fetchedFiles } from './fetchedFiles.ts';
import type { Questions } from './messages.ts';

const answered = answerCalls<Questions>((message, transfer) => self.postMessage(message, { transfer }), {
  async encode({ address, size, picture }, { signal }) {
    const files = await fetchedFiles(address, signal);
    return files && (await openEncoder(files, size))(picture);
  },
});
self.addEventListener('message', ({ data }) => void answered(data));
