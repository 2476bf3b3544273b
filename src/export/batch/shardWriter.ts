/** The page's half of the worker that writes the files of a batch. */
import { ZscapeError } from '../../base/errors.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../base/workers/workerCalls.ts';
import { brokenWorker } from './encoders.ts';
import type { WriteCalls } from './messages.ts';

/** How many pictures may be on their way to the disk. */
const inFlight = 16;

export class ShardWriter {
  readonly #calls: WorkerCalls<WriteCalls>;
  #sent: Promise<undefined>[] = [];

  /** @throws WORKER_UNAVAILABLE */
  constructor() {
    const worker = startWorker(
      () =>
        new Worker(new URL('./write.worker.ts', import.meta.url), { type: 'module', name: 'batch writer' }),
      'The batch cannot be made',
    );
    this.#calls = new WorkerCalls<WriteCalls>(worker, {
      onError: (message) => this.#calls.end(brokenWorker('writes the files', message)),
    });
  }

  /** Begins a file. @throws STORAGE_FULL, STORAGE_REFUSED, EXPORT_FAILED, as do all later calls */
  async begin(folder: FileSystemDirectoryHandle, fileName: string, time: number): Promise<void> {
    this.#sent = [];
    await this.#calls.call('begin', { folder, fileName, time }).answer;
  }

  /** Adds a picture; resolves when there is room for another. The bytes are transferred. */
  async add(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { answer } = this.#calls.call('picture', { name, bytes }, { transfer: [bytes.buffer] });
    answer.catch(() => undefined); // reported when its turn comes
    this.#sent.push(answer);
    if (this.#sent.length > inFlight) await this.#sent.shift();
  }

  /** Ends the file. @param changes as for `ShardZip` @returns its length in bytes */
  async finish(latents: Float32Array, size: number, table: string, changes: string | null): Promise<number> {
    await Promise.all(this.#sent);
    const transfer = [latents.buffer as ArrayBuffer];
    return this.#calls.call('finish', { latents, size, table, changes }, { transfer }).answer;
  }

  /** Whether something is being written. */
  get waiting(): boolean {
    return this.#calls.waiting;
  }

  /** Removes an incomplete file, and ends the worker. */
  async end(): Promise<void> {
    await this.#calls.call('abandon', undefined).answer.catch(() => undefined);
    this.stop();
  }

  /** Ends the worker immediately. */
  stop(error = new ZscapeError('CANCELLED', 'Cancelled.')): void {
    this.#calls.end(error);
  }
}
