/** Compares pictures off the page's thread. */
import { answerCalls } from '../../../base/workers/answerCalls.ts';
import { comparisons, type Questions } from './compare.ts';

const answered = answerCalls<Questions>(
  (message, transfer) => self.postMessage(message, { transfer }),
  comparisons,
);
self.addEventListener('message', ({ data }) => void answered(data));
