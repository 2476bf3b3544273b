/** Filters and compresses pictures for PNG. */
import { answerCalls, Given } from '../../../../base/workers/answerCalls.ts';
import type { PackCalls } from './messages.ts';
import { packPixels } from './pack.ts';

const answered = answerCalls<PackCalls>((message, transfer) => self.postMessage(message, { transfer }), {
  async pack({ rgba, width, alpha }) {
    const packed = await packPixels(rgba, width, alpha);
    return new Given(packed, [packed.buffer]);
  },
});
self.addEventListener('message', ({ data }) => void answered(data));
