/** The arithmetic of the search off the page's thread: losses, their gradients and the steps. */
import { answerCalls } from '../../../base/workers/answerCalls.ts';
import type { SearchCalls, SearchOrder } from './messages.ts';
import { search } from './search.ts';
import { Wishes } from './wishes.ts';

/** The page starts a worker for each search. */
let wishes: Wishes | undefined;
const enough = new AbortController();

const answered = answerCalls<SearchCalls>((message, transfer) => self.postMessage(message, { transfer }), {
  search(ask, { signal, tell }) {
    wishes = new Wishes(tell);
    return search(ask, wishes, {
      signal,
      enough: enough.signal,
      onProgress: (progress) => tell({ type: 'progress', progress }),
    });
  },
});

self.addEventListener('message', ({ data }: MessageEvent) => {
  if (answered(data)) return;
  const order = data as SearchOrder;
  if (order.type === 'enough') enough.abort();
  else wishes?.take(order);
});
