/**
 * One file over a line that may break: further tries, each from where the one before broke off as far as the host allows
 * that safely, counting bytes as they come. Whoever calls makes sentences of its failures.
 */
import { isAbort, throwIfCancelled, ZscapeError } from '../base/errors.ts';
import { isOffline, TransferFailure } from './failure.ts';
import { Received } from './received.ts';
import { goesOn, restHeaders, type Validator, validatorOf } from './resume.ts';
import { wait } from './wait.ts';
import { headBytes, isPage, isPointer } from './whatCame.ts';

export interface TransferOptions {
  /** Answers a request; rejects where no answer came. */
  open: (headers: Record<string, string>, signal: AbortSignal) => Promise<Response>;
  signal?: AbortSignal | undefined;
  /** Most bytes that the file may have. */
  maxBytes: number;
  /** Bytes that the file must have, where they are known. */
  expectedBytes?: number | undefined;
  /** The caller checks the file by its hash, so that the rest of it needs no other proof. */
  hashed?: boolean | undefined;
  /** Called with the bytes that are there, and with how many there will be as far as the host says; never goes back. */
  onBytes?: ((loaded: number, total: number | null) => void) | undefined;
  /** Milliseconds before each further try. A try that brought bytes to go on from begins the list again. */
  pauses: readonly number[];
  /** Further tries where not even the first had an answer; all of `pauses` when left out. */
  triesUnanswered?: number | undefined;
  /** Milliseconds of silence after which a connection counts as broken. */
  patience: number;
  /** Looks at the answer before its body is read. @throws TransferFailure */
  check?: ((response: Response) => void) | undefined;
  /** Refuse a web page or a Git LFS pointer as soon as its first bytes are there. */
  refusePages: boolean;
}

export interface Transferred {
  bytes: Uint8Array<ArrayBuffer>;
  response: Response;
}

/** However often a line breaks after a little progress, this many tries are enough. */
const mostTries = 100;

/** @throws TransferFailure, and CANCELLED as soon as the signal fires. */
export function transfer(options: TransferOptions): Promise<Transferred> {
  return new Transfer(options).run();
}

class Transfer {
  readonly #options: TransferOptions;
  readonly #received = new Received();
  /** What tells that the rest is of the same file; null where the host says nothing that would. */
  #validator: Validator | null = null;
  #total: number | null = null;
  #answered = false;
  /** False once the host refused a request for the rest. */
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
      // The host may dislike being asked for a part.
      if (asked && !isAbort(error)) this.#mayGoOn = false;
      throw error;
    }
    this.#answered = true;
    try {
      check?.(response);
      const total = this.#options.expectedBytes ?? this.#total;
      if (asked && goesOn(response, { from, total, validator: asked })) return response;
      if (response.status === 206 || (asked && response.status === 416)) {
        // Not the rest that was asked for: another file by now.
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

  /** A whole file comes, from its beginning. */
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
    // A device's file and an empty answer have no body.
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

  /** Null once more has come than the host spoke of: it named the length of the packed file. */
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
