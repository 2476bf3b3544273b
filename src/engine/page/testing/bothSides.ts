/**
 * The page's half and the worker's half of the engine, both real, joined by queues: the test decides which message
 * arrives next, which download ends, when the worker gets a turn, and when the page loses patience.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { readBundle } from '../../../bundle/read/reader.ts';
import type { Backend, Generator } from '../../backends/backend.ts';
import type { Engine, StartEngine } from '../../contract.ts';
import type { FromWorker, ToWorker } from '../../protocol.ts';
import type { Run } from '../../testing/exploreAll.ts';
import { serveEngine } from '../../worker/serveEngine.ts';
import { bundleNamed } from '../../worker/testing/world.ts';

/** A bundle whose name begins like this blocks the worker's thread for ever. */
const ENDLESS = 'endless';
/** A bundle whose name begins like this is refused by every backend. */
const BROKEN = 'broken';
/** Nothing that anyone waits for depends on these, so they arrive together with the message that follows them. */
const minor = new Set(['ready', 'status', 'progress', 'pong']);

export interface Options {
  /** A model that both sides have from the start. */
  first?: string;
  /** Actions of the page, in this order, at any time. */
  script: { name: string; act(page: BothSides): void }[];
  /** The number of times that the page loses patience, at any time. */
  kills: number;
  /** The number of times that the backend fails to start. */
  failedStarts?: number;
  startEngine: StartEngine;
  /** Makes the page's watch give up. */
  losePatience(): Promise<void>;
}

const bundle = bundleNamed('any');
const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

class JoinedWorker {
  readonly toWorker: ToWorker[] = [];
  readonly toPage: FromWorker[] = [];
  /** The worker's pending operations, by name. */
  readonly waits = new Map<string, () => void>();
  alive = true;
  hung = false;
  onmessage: (event: { data: FromWorker }) => void = () => {};
  readonly #take: (message: ToWorker) => void;
  #pauses = 0;

  constructor(sides: BothSides) {
    const backend = (): Backend => ({
      name: 'wasm',
      detail: 'of the test',
      lost: new Promise(() => {}),
      memory: () => ({ tensors: 0, bytes: 0 }),
      dispose: () => {},
      load: ({ manifest: { id } }) => this.#load(id),
    });
    const read = (url: string, { signal }: { signal?: AbortSignal } = {}) =>
      new Promise((resolve, reject) => {
        const { host } = new URL(url);
        const stop = () => {
          this.waits.delete(`download ${host}`);
          reject(new ZscapeError('CANCELLED', 'Cancelled.'));
        };
        if (signal?.aborted) return stop();
        signal?.addEventListener('abort', stop);
        this.waits.set(`download ${host}`, () =>
          resolve({ ...bundle, manifest: { ...bundle.manifest, id: host } }),
        );
      });
    const { serve } = serveEngine((message) => this.toPage.push(message as FromWorker), {
      start: async () => {
        if (sides.failedStarts-- > 0) throw new ZscapeError('BACKEND_UNAVAILABLE', 'It does not start.');
        return backend();
      },
      realGpu: async () => false,
      read: read as typeof readBundle,
      now: () => 0,
      pause: () => new Promise((resolve) => this.waits.set(`turn ${++this.#pauses}`, resolve)),
    });
    this.#take = serve;
    this.toPage.push({ type: 'ready' });
    sides.workers.push(this);
  }

  postMessage(message: ToWorker): void {
    // The test decides whether the worker answers pings.
    if (this.alive && message.type !== 'ping') this.toWorker.push(structuredClone(message));
  }

  terminate(): void {
    this.alive = false;
  }

  receive(): string {
    const message = this.toWorker.shift()!;
    this.#take(message);
    return message.type;
  }

  async #load(id: string): Promise<Generator> {
    await new Promise<void>((resolve) => this.waits.set(`make ${id}`, resolve));
    if (id.startsWith(ENDLESS)) {
      this.hung = true;
      return new Promise(() => {});
    }
    if (id.startsWith(BROKEN)) throw new ZscapeError('BUNDLE_INVALID', 'It is broken.');
    const image = { from: id, close: () => {} } as unknown as ImageBitmap;
    return {
      renderImage: async () => image,
      renderBatch: async (zs) => zs.map(() => image),
      raw: async (z) => ({ data: z, width: 1, height: 1, channels: 1 }),
      dispose: () => {},
    };
  }
}

export class BothSides implements Run {
  readonly workers: JoinedWorker[] = [];
  readonly engine: Engine;
  /** The page's model: that of the last fulfilled load. */
  model: string | undefined;
  /** The outcome of each load. */
  readonly ends = new Map<string, string>();
  readonly frames: { stamp: number; from: string }[] = [];
  readonly errors: string[] = [];
  failedStarts: number;
  readonly #options: Options;
  readonly #aborts = new Map<string, AbortController>();
  #acted = 0;
  #killed = 0;
  /** Messages to the page and to each worker so far: their states depend only on these. */
  readonly #history = { page: [] as string[], worker: [] as string[] };

  private constructor(options: Options) {
    this.#options = options;
    this.failedStarts = options.failedStarts ?? 0;
    const make = () => new JoinedWorker(this);
    globalThis.Worker = function Joined() {
      return make();
    } as unknown as typeof Worker;
    this.engine = options.startEngine('wasm', {
      onFrame: ({ stamp, image }) =>
        this.frames.push({ stamp, from: (image as unknown as { from: string }).from }),
      onStatus: () => {},
      onError: ({ code }) => this.errors.push(code),
    });
  }

  static async begin(options: Options): Promise<BothSides> {
    const sides = new BothSides(options);
    await quiet();
    if (options.first !== undefined) {
      sides.load(options.first);
      await sides.#goOn();
    }
    return sides;
  }

  /** Asks for a model. */
  load(id: string): void {
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    this.engine.load(`device://${id}/`, { signal: abort.signal }).then(
      (manifest) => {
        this.model = manifest.id;
        this.ends.set(id, 'loaded');
      },
      (error: ZscapeError) => this.ends.set(id, error.code),
    );
  }

  cancel(id: string): void {
    this.#aborts.get(id)?.abort();
  }

  get #worker(): JoinedWorker | undefined {
    return this.workers.findLast(({ alive }) => alive);
  }

  enabled(): string[] {
    const steps: string[] = [];
    const worker = this.#worker;
    if (worker && worker.toWorker.length > 0 && !worker.hung) steps.push('to worker');
    if (worker?.toPage.some(({ type }) => !minor.has(type))) steps.push('to page');
    if (worker && !worker.hung) steps.push(...worker.waits.keys());
    const action = this.#options.script[this.#acted];
    if (action) steps.push(action.name);
    // A hanging worker is eventually given up.
    if (this.#killed < this.#options.kills || (steps.length === 0 && worker?.hung)) steps.push('give up');
    return steps;
  }

  async take(step: string): Promise<void> {
    const worker = this.#worker!;
    const { page, worker: work } = this.#history;
    const action = this.#options.script[this.#acted];
    if (step === 'to worker') work.push(worker.receive());
    else if (step === 'to page') {
      for (let minorOnes = true; minorOnes; ) {
        const data = worker.toPage.shift()!;
        minorOnes = minor.has(data.type);
        page.push(`${this.workers.length} ${data.type} ${'id' in data ? data.id : ''}`);
        worker.onmessage({ data });
      }
    } else if (step === 'give up') {
      this.#killed++;
      page.push(step);
      work.push(step);
      await this.#options.losePatience();
    } else if (action?.name === step) {
      this.#acted++;
      page.push(step);
      action.act(this);
    } else {
      work.push(step);
      const resume = worker.waits.get(step)!;
      worker.waits.delete(step);
      resume();
    }
    await quiet();
  }

  /** Checks that the worker renders the page's model. */
  async #checkPicture(): Promise<void> {
    const stamp = this.engine.render(new Float32Array(1));
    await this.#goOn();
    const frame = this.frames.at(-1);
    if (frame?.stamp !== stamp || frame.from !== this.model)
      throw new Error(`the page has ${this.model}, and its picture is ${JSON.stringify(frame)}`);
  }

  /** Takes the pending steps that are not part of the script, one after the other. */
  async #goOn(): Promise<void> {
    const script = this.#options.script.map(({ name }) => name);
    const next = () => this.enabled().find((step) => step !== 'give up' && !script.includes(step));
    await quiet();
    for (let step = next(); step; step = next()) await this.take(step);
  }

  state(): string {
    const { page, worker } = this.#history;
    return `${page.join()} | ${worker.join()}`;
  }

  /**
   * Checks the final state, when nothing more can happen: every load has ended, both halves have the same model, and
   * another one can be loaded.
   */
  async end(): Promise<void> {
    try {
      if (this.enabled().length > 0) return;
      const open = [...this.#aborts.keys()].filter((id) => !this.ends.has(id));
      if (open.length > 0) throw new Error(`the load of ${open.join(', ')} was never settled`);
      const newest = [...this.#aborts.keys()].findLast((id) => this.ends.get(id) === 'loaded');
      if (newest !== this.model) throw new Error(`the page has ${this.model}, and asked for ${newest} later`);
      if (this.model !== undefined) await this.#checkPicture();
      this.load('last');
      await this.#goOn();
      if (this.model !== 'last') throw new Error(`a later load ended with ${this.ends.get('last')}`);
      await this.#checkPicture();
    } finally {
      this.engine.dispose();
    }
  }
}
