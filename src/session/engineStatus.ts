/**
 * Puts what the engine says about itself into the state. It says something with every frame, and nobody reads that
 * fast.
 */
import type { EngineStatus } from '../engine/contract.ts';
import { notify, type ZscapeStore } from '../store/store.ts';

/** Times and counts are shown no more often than this, in milliseconds. */
const pauseMs = 150;

/**
 * Follows the engine's status.
 * @returns a function that takes each status: another backend or a notice is shown at once, times and counts a few
 *   times a second
 */
export function followStatus(store: ZscapeStore): (status: EngineStatus) => void {
  let waiting: EngineStatus | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const put = (status: EngineStatus) => {
    waiting = null;
    store.setState({ engine: status });
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      if (waiting) put(waiting);
    }, pauseMs);
  };
  return (status) => {
    const { engine } = store.getState();
    const isNews =
      engine?.backend !== status.backend ||
      engine.detail !== status.detail ||
      engine.notice !== status.notice ||
      engine.frames > status.frames;
    if (isNews || timer === undefined) put(status);
    else waiting = status;
    if (status.notice && status.notice !== engine?.notice) notify(store, new Error(status.notice), 'info');
  };
}
