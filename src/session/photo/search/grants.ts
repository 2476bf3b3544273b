/** The page's half: passes the worker's requests to the engine, and the engine's answers back. */
import { fromPlainError, toPlainError, ZscapeError } from '../../../base/errors.ts';
import type { ProjectionEngine } from '../../../latent/projection/contract.ts';
import type { SearchNews, SearchOrder } from './messages.ts';

interface Shown {
  resolve(dPicture: Float32Array): void;
  reject(error: ZscapeError): void;
}

export class Grants {
  readonly #engine: ProjectionEngine;
  readonly #tell: (order: SearchOrder, transfer?: Transferable[]) => void;
  readonly #signal: AbortSignal;
  /** Pictures that the worker is looking at. */
  readonly #shown = new Map<string, Shown>();

  /**
   * @param tell sends to the worker
   * @param signal fires when the search is over: nothing more is requested of the engine
   */
  constructor(
    engine: ProjectionEngine,
    tell: (order: SearchOrder, transfer?: Transferable[]) => void,
    signal: AbortSignal,
  ) {
    this.#engine = engine;
    this.#tell = tell;
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      for (const { reject } of this.#shown.values()) reject(new ZscapeError('CANCELLED', 'Cancelled.'));
      this.#shown.clear();
    });
  }

  /** @returns false for a message that is not a request */
  take(news: SearchNews): boolean {
    if (news.type === 'progress') return false;
    if (news.type === 'loss' || news.type === 'lossFailed') {
      const key = keyOf(news);
      const shown = this.#shown.get(key);
      this.#shown.delete(key);
      if (news.type === 'loss') shown?.resolve(news.dPicture);
      else shown?.reject(fromPlainError(news.error));
    } else void this.#grant(news);
    return true;
  }

  async #grant(wish: Extract<SearchNews, { type: 'sizes' | 'pictures' | 'gradient' }>): Promise<void> {
    const { ticket } = wish;
    try {
      this.#tell({ type: 'granted', ticket, value: await this.#ask(wish) });
    } catch (error) {
      this.#tell({ type: 'refused', ticket, error: toPlainError(error) });
    }
  }

  #ask(wish: Extract<SearchNews, { type: 'sizes' | 'pictures' | 'gradient' }>) {
    if (wish.type === 'sizes') return this.#engine.sizes();
    const { zs, resolution, ticket } = wish;
    if (wish.type === 'pictures') return this.#engine.pictures(zs, resolution, this.#signal);
    return this.#engine.gradient(
      zs,
      (picture, index) =>
        new Promise<Float32Array>((resolve, reject) => {
          this.#shown.set(keyOf({ ticket, index }), { resolve, reject });
          this.#tell({ type: 'picture', ticket, index, picture }, [picture.data.buffer as ArrayBuffer]);
        }),
      resolution,
      this.#signal,
    );
  }
}

const keyOf = ({ ticket, index }: { ticket: number; index: number }) => `${ticket} ${index}`;
