/** The page's half of the engine: calls become messages to the worker. Small, for it is in the page's first script. */
import { fromPlainError, ZscapeError } from '../../base/errors.ts';
import type { Engine, LoadProgress, StartEngine } from '../contract.ts';
import type { FromWorker, Results, ToWorker } from '../protocol.ts';
import { takeEarlyWorker } from './earlyWorker.ts';

interface Call {
  resolve(value: never): void;
  reject(error: ZscapeError): void;
  onProgress?: ((progress: LoadProgress) => void) | undefined;
  onImage?: ((index: number, image: ImageBitmap) => void) | undefined;
}

/** Starts the worker; it begins at once to fetch the chosen backend's code. */
export const startEngine: StartEngine = (choice, events) => {
  const worker =
    takeEarlyWorker() ??
    new Worker(new URL('../worker/engine.worker.ts', import.meta.url), {
      type: 'module',
      name: 'zscape-engine',
    });
  const calls = new Map<number, Call>();
  let lastId = 0;
  let lastStamp = 0;
  let epoch = 0;

  const post = (message: ToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
  const settle = (id: number): Call | undefined => {
    const call = calls.get(id);
    calls.delete(id);
    return call;
  };
  const failAll = (error: ZscapeError) => {
    for (const id of [...calls.keys()]) settle(id)?.reject(error);
  };

  let running = false;
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    switch (data.type) {
      case 'ready':
        running = true;
        return;
      case 'frame':
        return events.onFrame(data.frame);
      case 'status':
        return events.onStatus(data.status);
      case 'model':
        epoch = data.epoch;
        return;
      case 'error':
        return events.onError(fromPlainError(data.error));
      case 'progress':
        return calls.get(data.id)?.onProgress?.(data.progress);
      case 'image': {
        const call = calls.get(data.id);
        return call?.onImage ? call.onImage(data.index, data.image) : data.image.close();
      }
      case 'done':
        return settle(data.id)?.resolve(data.value as never);
      case 'failed':
        return settle(data.id)?.reject(fromPlainError(data.error));
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    const what = running
      ? `The engine met something unexpected: ${event.message}.`
      : `The engine's script could not be loaded${event.message ? ` (${event.message})` : ''}. Check the connection and reload the page.`;
    const error = new ZscapeError(running ? 'ENGINE_FAILED' : 'NETWORK', what);
    if (!running) failAll(error);
    events.onError(error);
  };

  /** Sends a call; its promise rejects at once when the signal fires, and the worker drops the work. */
  function call<K extends keyof Results>(
    message: (id: number) => ToWorker & { id: number },
    options: Omit<Call, 'resolve' | 'reject'> & { signal?: AbortSignal | undefined } = {},
  ): { id: number; result: Promise<Results[K]> } {
    const { signal, ...hooks } = options;
    const id = ++lastId;
    const result = new Promise<Results[K]>((resolve, reject) => {
      if (signal?.aborted) return reject(new ZscapeError('CANCELLED', 'Cancelled.'));
      const cancel = () => {
        post({ type: 'cancel', id });
        settle(id)?.reject(new ZscapeError('CANCELLED', 'Cancelled.'));
      };
      const free = () => signal?.removeEventListener('abort', cancel);
      signal?.addEventListener('abort', cancel, { once: true });
      calls.set(id, {
        ...hooks,
        resolve: (value) => {
          free();
          resolve(value);
        },
        reject: (error) => {
          free();
          reject(error);
        },
      });
      post(message(id));
    });
    return { id, result };
  }

  post({ type: 'start', choice });

  const engine: Engine = {
    load(url, { signal, onProgress } = {}) {
      const address = new URL(url, document.baseURI).href;
      const { id, result } = call<'load'>((id) => ({ type: 'load', id, url: address }), {
        signal,
        onProgress,
      });
      // Fetched here, not in the worker: it comes while the worker's script is on its way, and a preload of the page's
      // html answers it. Whatever goes wrong is left to the worker, which fetches it again and says what is the matter.
      if (!signal?.aborted) {
        fetchText(`${address}zscape.json`, signal).then((text) => post({ type: 'manifest', id, text }));
      }
      return result;
    },
    render(z) {
      const stamp = ++lastStamp;
      const copy = z.slice();
      post({ type: 'render', stamp, z: copy, epoch }, [copy.buffer]);
      return stamp;
    },
    renderBatch(zs, { size, signal, onImage }) {
      return call<'batch'>((id) => ({ type: 'batch', id, zs: zs.map((z) => z.slice()), size }), {
        signal,
        onImage,
      }).result;
    },
    renderRaw(z) {
      return call<'raw'>((id) => ({ type: 'raw', id, z: z.slice() })).result;
    },
    weight(name) {
      return call<'weight'>((id) => ({ type: 'weight', id, name })).result;
    },
    switchBackend(choice) {
      return call<'switchBackend'>((id) => ({ type: 'switchBackend', id, choice })).result;
    },
    dispose() {
      worker.terminate();
      failAll(new ZscapeError('CANCELLED', 'The engine was closed.'));
    },
  };
  return engine;
};

/** The text at an address, or nothing: whoever needs it asks again and hears why. */
async function fetchText(address: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  // A bundle on this device has no address that a page could fetch.
  if (!address.startsWith('http')) return undefined;
  try {
    const response = await fetch(address, { signal: signal ?? null, credentials: 'same-origin' });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
