/** Encodes pictures in several workers side by side. */
import { ZscapeError } from '../../base/errors.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../base/workers/workerCalls.ts';
import type { EncodeCalls, EncodeSettings } from './messages.ts';

/** Rendering takes cores, too: more workers than this would only wait. */
const mostWorkers = 4;

const usualEncoders = (): number =>
  Math.max(2, Math.min(mostWorkers, (navigator.hardwareConcurrency ?? 2) - 1));

interface Lane {
  calls: WorkerCalls<EncodeCalls>;
  /** Pictures in progress. */
  busy: number;
}

export class Encoders {
  readonly #lanes: Lane[];

  /** @throws WORKER_UNAVAILABLE */
  constructor({ format, quality, width, height, scaling }: EncodeSettings, count = usualEncoders()) {
    const settings = { format, quality, width, height, scaling };
    this.#lanes = Array.from({ length: count }, () => openLane(settings));
  }

  /**
   * Encodes the picture as a file. The bitmap is transferred.
   * @throws EXPORT_FAILED; WORKER_UNAVAILABLE if the worker breaks; CANCELLED after `end`
   */
  async encode(image: ImageBitmap): Promise<Uint8Array<ArrayBuffer>> {
    const lane = this.#lanes.reduce((least, other) => (other.busy < least.busy ? other : least));
    lane.busy += 1;
    try {
      return await lane.calls.call('picture', { image }, { transfer: [image] }).answer;
    } finally {
      lane.busy -= 1;
    }
  }

  /** Whether pictures are being encoded. */
  get waiting(): boolean {
    return this.#lanes.some(({ calls }) => calls.waiting);
  }

  /** Ends the workers; pending pictures are rejected with this error. */
  end(error = new ZscapeError('CANCELLED', 'Cancelled.')): void {
    for (const { calls } of this.#lanes) calls.end(error);
  }
}

function openLane(settings: EncodeSettings): Lane {
  const worker = startWorker(
    () =>
      new Worker(new URL('./encode.worker.ts', import.meta.url), { type: 'module', name: 'batch encoder' }),
    'The batch cannot be made',
  );
  const calls: WorkerCalls<EncodeCalls> = new WorkerCalls<EncodeCalls>(worker, {
    onError: (message) => calls.end(brokenWorker('packs pictures', message)),
  });
  // The first picture meets the same failure.
  calls.call('start', settings).answer.catch(() => undefined);
  return { calls, busy: 0 };
}

/** Makes the error for a worker that broke. @param what the worker's task, as in "The worker that …" */
export function brokenWorker(what: string, message = ''): ZscapeError {
  const why = message ? ` (${message.replace(/\.$/, '')})` : '';
  return new ZscapeError(
    'WORKER_UNAVAILABLE',
    `The worker that ${what} stopped${why}. The files made so far are complete; press Resume to go on.`,
  );
}
