/**
 * One file over a connection that may break: retries, each resuming from the break if the host allows that safely, and
 * counts bytes as they arrive. The caller turns its failures into sentences.
 */
import { isAbort, throwIfCancelled, ZscapeError } from '../base/errors.ts';
import { isOffline, TransferFailure } from './failure.ts';
import { Received } from './received.ts';
import { goesOn, restHeaders, type Validator, validatorOf } from './resume.ts';
import { wait } from './wait.ts';
import { headBytes, isPage, isPointer } from './whatCame.ts';

export interface TransferOptions {
  /** Sends a request; rejects if there was no answer. */
  open: (headers: Record<string, string>, signal: AbortSignal) => Promise<Response>;
  signal?: AbortSignal | undefined;
  /** The most bytes that the file may have. */
  maxBytes: number;
  /** The required number of bytes, if known. */
  expectedBytes?: number | undefined;
  /** The caller checks the file by its hash, so resuming needs no other proof. */
  hashed?: boolean | undefined;
  /** Called with the bytes received, and the total as far as the host states it; never goes backwards. */
  onBytes?: ((loaded: number, total: number | null) => void) | undefined;
  /** Milliseconds before each retry. A try that made progress restarts the list. */
  pauses: readonly number[];
  /** Retries if not even the first try had an answer; all of `pauses` by default. */
  triesUnanswered?: number | undefined;
  /** Milliseconds of silence after which a connection counts as broken. */
  patience: number;
  /** Checks the answer before its body is read. @throws TransferFailure */
  check?: ((response: Response) => void) | undefined;
  /** Whether to refuse a web page or a Git LFS pointer as soon as its first bytes arrive. */
  refusePages: boolean;
}

export interface Transferred {
  bytes: Uint8Array<ArrayBuffer>;
  response: Response;
}

/** The limit on tries, even if each makes a little progress. */
const mostTries = 100;

/** Transfers the file. @throws TransferFailure, and CANCELLED as soon as the signal fires. */
export function transfer(options: TransferOptions): Promise<Transferred> {
  return new Transfer(options).run();
}

class Transfer {
  readonly #options: TransferOptions;
  readonly #received = new Received();
  /** Proof that the rest is of the same file; null if the host offers none. */
  #validator: Validator | null = null;
  #total: number | null = null;
  #answered = false;
  /** False once the host has refused a request for the rest. */
  #mayGoOn = true;
  #told = 0;

  constructor(options: TransferOptions) {
    this.#options = options;
  }

  async run(): Promise<Transferred> {
    const { pauses, triesUnanswered = pauses.length, signal } = this.#options;
    let inRow = 0;
    for (let tries = 1; ; tries++) {
      const before = this.#received.length;
      try {
        return await this.#try();
      } catch (error) {
        const failure = this.#meaning(error);
        if (!(failure instanceof TransferFailure) || !failure.passes) throw failure;
        if (isOffline()) throw new TransferFailure('offline', failure.facts, { cause: error });
        const progressed = this.#validator !== null && this.#received.length > before;
        inRow = progressed ? 1 : inRow + 1;
        const most = this.#answered ? pauses.length : triesUnanswered;
        if (inRow > most || tries >= mostTries) throw failure;
      }
      await wait(pauses[inRow - 1]!, signal);
    }
  }

  async #try(): Promise<Transferred> {
    const { signal } = this.#options;
    throwIfCancelled(signal);
    const quiet = new Quiet(this.#options.patience, signal);
    try {
      const response = await this.#open(quiet);
      await this.#read(response, quiet);
      return { response, bytes: this.#received.bytes() };
    } finally {
      quiet.end();
    }
  }

  async #open(quiet: Quiet): Promise<Response> {
    const { open, check } = this.#options;
    const from = this.#received.length;
    const asked = from > 0 && this.#mayGoOn ? this.#validator : null;
    let response: Response;
    try {
      response = await open(asked ? restHeaders(from, asked) : {}, quiet.signal);
    } catch (error) {
      // The host may not accept requests for a part.
      if (asked && !isAbort(error)) this.#mayGoOn = false;
      throw error;
    }
    this.#answered = true;
    try {
      check?.(response);
      const total = this.#options.expectedBytes ?? this.#total;
      if (asked && goesOn(response, { from, total, validator: asked })) return response;
      if (response.status === 206 || (asked && response.status === 416)) {
        // Not the requested rest: the file has changed.
        this.#mayGoOn = false;
        throw new TransferFailure('cutOff', { bytes: from });
      }
      refuseStatus(response);
      this.#begin(response);
      return response;
    } catch (error) {
      await response.body?.cancel().catch(() => {});
      throw error;
    }
  }

  /** Starts receiving a whole file. */
  #begin(response: Response): void {
    const { maxBytes, expectedBytes } = this.#options;
    const length = response.headers.get('content-length');
    const total = length !== null && /^\d+$/.test(length) ? Number(length) : null;
    if (total !== null && total > maxBytes)
      throw new TransferFailure('tooLarge', { bytes: total, expected: maxBytes });
    this.#total = total;
    this.#validator = validatorOf(response, this.#options.hashed ?? false);
    this.#received.begin(expectedBytes !== undefined && expectedBytes <= maxBytes ? expectedBytes : total);
  }

  async #read(response: Response, quiet: Quiet): Promise<void> {
    const { expectedBytes, maxBytes, onBytes, refusePages } = this.#options;
    const received = this.#received;
    const type = response.headers.get('content-type') ?? '';
    const page = /text\/html/i.test(type);
    // Files on this device and empty answers have no body.
    const reader = response.body?.getReader();
    if (!reader) throw new TransferFailure('cutOff', { bytes: 0 });
    const limit = Math.min(maxBytes, expectedBytes ?? maxBytes);
    try {
      let looked = received.length >= headBytes || !refusePages;
      for (;;) {
        const { done, value } = await reader.read();
        quiet.stir();
        if (value) received.add(value);
        if (!looked && (done || received.length >= headBytes)) {
          const head = received.head(headBytes);
          if (isPage(head, type)) throw new TransferFailure('page');
          if (isPointer(head)) throw new TransferFailure('pointer');
          looked = true;
        }
        if (received.length > limit) {
          const facts = { bytes: received.length, expected: limit, page };
          throw new TransferFailure(limit === expectedBytes ? 'wrongLength' : 'tooLarge', facts);
        }
        if (done) break;
        if (received.length > this.#told) {
          this.#told = received.length;
          onBytes?.(received.length, expectedBytes ?? this.#totalNow());
        }
      }
    } catch (error) {
      await reader.cancel().catch(() => {});
      throw error;
    }
    if (expectedBytes !== undefined && received.length !== expectedBytes) {
      throw new TransferFailure('wrongLength', { bytes: received.length, expected: expectedBytes, page });
    }
  }

  /** Returns the total, or null once more bytes arrived than announced: the host stated the compressed length. */
  #totalNow(): number | null {
    return this.#total !== null && this.#total >= this.#received.length ? this.#total : null;
  }

  #meaning(error: unknown): unknown {
    if (error instanceof TransferFailure || error instanceof ZscapeError) return error;
    if (this.#options.signal?.aborted) return new ZscapeError('CANCELLED', 'Cancelled.');
    const bytes = this.#received.length;
    return new TransferFailure(this.#answered ? 'cutOff' : 'unreadable', { bytes }, { cause: error });
  }
}

function refuseStatus({ ok, status }: Response): void {
  if (ok) return;
  if (status === 404 || status === 410) throw new TransferFailure('missing', { status });
  const passes = status === 408 || status === 425 || status === 429 || status >= 500;
  throw new TransferFailure(passes ? 'busy' : 'refused', { status });
}

/** Ends a request that has been silent for too long, or that was cancelled. */
class Quiet {
  readonly #abort = new AbortController();
  readonly #cancel = () => this.#abort.abort();
  readonly #patience: number;
  readonly #outer: AbortSignal | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(patience: number, outer: AbortSignal | undefined) {
    this.#patience = patience;
    this.#outer = outer;
    outer?.addEventListener('abort', this.#cancel, { once: true });
    this.stir();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  stir(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#cancel, this.#patience);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#cancel);
  }
}
