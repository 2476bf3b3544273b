/** Encodes one band of a film's frames. */

import { ZscapeError } from '../../../../base/errors.ts';
import { answerCalls, Given } from '../../../../base/workers/answerCalls.ts';
import { GifBand } from './band.ts';
import type { BandCalls } from './messages.ts';

let band: GifBand | undefined;
let noise: Float32Array | null = null;

const answered = answerCalls<BandCalls>((message, transfer) => self.postMessage(message, { transfer }), {
  start(asked) {
    band = new GifBand(asked.width, asked.height, asked.top);
    noise = asked.noise;
    return undefined;
  },
  frame(frame) {
    if (!band) throw new ZscapeError('INTERNAL', 'A frame came before the start of its band.');
    const bits = band.encode({ ...frame, noise });
    return new Given(bits, [bits.bytes.buffer]);
  },
});
self.addEventListener('message', ({ data }) => void answered(data));
