/** Makes WebP pictures. */
import { answerCalls, Given } from '../../../../base/workers/answerCalls.ts';
import type { WebpCalls } from './messages.ts';
import { encodeStill } from './still.ts';

const answered = answerCalls<WebpCalls>((message, transfer) => self.postMessage(message, { transfer }), {
  async encode(asked) {
    const file = await encodeStill(asked);
    return new Given(file, [file.buffer]);
  },
});
self.addEventListener('message', ({ data }) => void answered(data));
