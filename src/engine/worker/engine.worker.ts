/** The engine's worker: joins its messages to `serveEngine.ts`. */
import { toPlainError } from '../../base/errors.ts';
import type { AheadMessage, EarlyMessage } from '../early/openAhead.ts';
import { startsOnce } from '../early/startsOnce.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import { serveEngine } from './serveEngine.ts';

/** The global of a dedicated worker; the project's DOM types only cover that of a page. */
interface WorkerScope {
  postMessage(message: FromWorker | AheadMessage, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker | EarlyMessage>) => void) | null;
  addEventListener(type: 'unhandledrejection', listener: (event: PromiseRejectionEvent) => void): void;
}
const scope = globalThis as unknown as WorkerScope;
const post: WorkerScope['postMessage'] = (message, transfer) => scope.postMessage(message, transfer);

const take = startsOnce(serveEngine(post));
scope.onmessage = ({ data }) => take(data);
scope.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  post({ type: 'error', error: toPlainError(event.reason) }, []);
});
post({ type: 'ready' }, []);
