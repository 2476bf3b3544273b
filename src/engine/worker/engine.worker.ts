/** The engine's worker: joins its messages to `serveEngine.ts`. */
import { toPlainError } from '../../base/errors.ts';
import { builtModel, readBeginning } from '../early/beginning.ts';
import type { AheadMessage, OpenAheadMessage } from '../early/openAhead.ts';
import { startsOnce } from '../early/startsOnce.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import { serveEngine } from './serveEngine.ts';

/** The global of a dedicated worker; the project's DOM types only cover that of a page. */
interface WorkerScope {
  location: { href: string };
  name: string;
  postMessage(message: FromWorker | AheadMessage, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker | OpenAheadMessage>) => void) | null;
  addEventListener(type: 'unhandledrejection', listener: (event: PromiseRejectionEvent) => void): void;
}
const scope = globalThis as unknown as WorkerScope;
const post: WorkerScope['postMessage'] = (message, transfer) => scope.postMessage(message, transfer);

const beginning = readBeginning(scope.name);
const { serve, ahead } = serveEngine(post);
const take = startsOnce(beginning?.choice, serve);
if (beginning?.firstModel && builtModel) {
  const { folder, manifestText } = builtModel;
  ahead.guess({ url: new URL(folder, scope.location.href).href, manifestText });
}
scope.onmessage = ({ data }) => take(data);
scope.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  post({ type: 'error', error: toPlainError(event.reason) }, []);
});
post({ type: 'ready' }, []);
