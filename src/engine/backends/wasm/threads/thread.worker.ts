/** A thread of the kernels: one worker, which helps one machine at a time until that machine dismisses it. */
import type { ThreadTask } from './pool.ts';

interface ThreadScope {
  onmessage: ((event: MessageEvent<ThreadTask>) => void) | null;
  postMessage(message: 'ready'): void;
}
const scope = globalThis as unknown as ThreadScope;

scope.onmessage = ({ data: { module, memory, thread } }) => {
  const { work } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  (work as (thread: number) => void)(thread);
};
scope.postMessage('ready');
