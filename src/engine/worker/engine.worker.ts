/** The engine's worker: messages in, messages out. What it does is in `controller.ts`. */
import { toPlainError } from '../../base/errors.ts';
import type { FromWorker, Results, ToWorker } from '../protocol.ts';
import { Controller } from './controller.ts';
import { ReadAhead, type ReadAheadMessage } from './readAhead.ts';

/** What a dedicated worker's global is to us; the DOM's types, which the project has, know only the page's. */
interface WorkerScope {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker | ReadAheadMessage>) => void) | null;
  addEventListener(type: 'unhandledrejection', listener: (event: PromiseRejectionEvent) => void): void;
}
const scope = globalThis as unknown as WorkerScope;
const say = (message: FromWorker, transfer: Transferable[] = []) => scope.postMessage(message, transfer);

const ahead = new ReadAhead();
const controller = new Controller({ say, read: ahead.read });
const calls = new Map<number, AbortController>();
const manifests = new Map<number, (text: string | undefined) => void>();

/** Runs a call and answers it; a `cancel` of its id aborts it. */
async function answer<K extends keyof Results>(
  id: number,
  work: (signal: AbortSignal) => Promise<Results[K]>,
  transfer: (value: Results[K]) => Transferable[] = () => [],
): Promise<void> {
  const abort = new AbortController();
  calls.set(id, abort);
  try {
    const value = await work(abort.signal);
    say({ type: 'done', id, value }, transfer(value));
  } catch (error) {
    say({ type: 'failed', id, error: toPlainError(error) });
  } finally {
    calls.delete(id);
    manifests.delete(id);
  }
}

scope.onmessage = ({ data }) => {
  switch (data.type) {
    case 'readAhead':
      return ahead.begin(data);
    case 'start':
      return controller.start(data.choice);
    case 'load': {
      const { id, url } = data;
      const text = new Promise<string | undefined>((resolve) => manifests.set(id, resolve));
      return void answer<'load'>(id, (signal) => controller.load(url, text, signal, id));
    }
    case 'manifest':
      return manifests.get(data.id)?.(data.text);
    case 'render':
      return controller.render(data.stamp, data.z, data.epoch);
    case 'batch': {
      const { id, zs, size } = data;
      return void answer<'batch'>(id, async (signal) => {
        await controller.batch(id, zs, size, signal);
        return undefined;
      });
    }
    case 'raw':
      return void answer<'raw'>(
        data.id,
        (signal) => controller.raw(data.z, signal),
        ({ data: values }) => [values.buffer],
      );
    case 'weight':
      return void answer<'weight'>(
        data.id,
        async () => controller.weight(data.name),
        ({ data: values }) => [values.buffer],
      );
    case 'switchBackend':
      return void answer<'switchBackend'>(data.id, (signal) => controller.switchBackend(data.choice, signal));
    case 'cancel':
      return calls.get(data.id)?.abort();
  }
};
scope.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  say({ type: 'error', error: toPlainError(event.reason) });
});
say({ type: 'ready' });
