/**
 * The worker's half of the engine: every question goes to the page as a wish with a ticket, and waits for the page's
 * answer.
 */
import { fromPlainError, toPlainError, ZscapeError } from '../../../base/errors.ts';
import type { Picture, PictureLoss, ProjectionEngine } from '../../../latent/projection/contract.ts';
import type { SearchNews, SearchOrder } from './messages.ts';

interface Wish {
  grant(value: never): void;
  refuse(error: unknown): void;
  loss?: PictureLoss;
}

type Question = Omit<Extract<SearchNews, { type: 'sizes' | 'pictures' | 'gradient' }>, 'ticket'>;

export class Wishes implements ProjectionEngine {
  readonly #tell: (news: SearchNews, transfer?: Transferable[]) => void;
  readonly #open = new Map<number, Wish>();
  #last = 0;

  /** @param tell sends to the page */
  constructor(tell: (news: SearchNews, transfer?: Transferable[]) => void) {
    this.#tell = tell;
  }

  sizes(): Promise<number[]> {
    return this.#wish({ type: 'sizes' });
  }

  pictures(zs: readonly Float32Array[], resolution: number, signal?: AbortSignal): Promise<Picture[]> {
    return this.#wish({ type: 'pictures', zs, resolution } as Question, signal);
  }

  gradient(
    zs: readonly Float32Array[],
    loss: PictureLoss,
    resolution: number,
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    return this.#wish({ type: 'gradient', zs, resolution } as Question, signal, loss);
  }

  /** Takes the page's answer to a wish. An abandoned wish is no longer there. */
  take(order: SearchOrder): void {
    if (order.type === 'enough') return;
    const wish = this.#open.get(order.ticket);
    if (order.type === 'picture') void this.#judge(order, wish);
    else {
      this.#open.delete(order.ticket);
      if (order.type === 'refused') wish?.refuse(fromPlainError(order.error));
      else wish?.grant(order.value as never);
    }
  }

  #wish<T>(question: Question, signal?: AbortSignal, loss?: PictureLoss): Promise<T> {
    return new Promise<T>((grant, reject) => {
      if (signal?.aborted) return reject(cancelled());
      const ticket = ++this.#last;
      const giveUp = () => {
        this.#open.delete(ticket);
        reject(cancelled());
      };
      const free = () => signal?.removeEventListener('abort', giveUp);
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#open.set(ticket, {
        loss,
        grant: (value: never) => {
          free();
          grant(value);
        },
        refuse: (error) => {
          free();
          reject(error);
        },
      });
      this.#tell({ ...question, ticket } as SearchNews);
    });
  }

  async #judge(
    { ticket, index, picture }: Extract<SearchOrder, { type: 'picture' }>,
    wish: Wish | undefined,
  ): Promise<void> {
    try {
      if (!wish?.loss) throw cancelled();
      const dPicture = await wish.loss(picture, index);
      // Copied: the search may still need it.
      this.#tell({ type: 'loss', ticket, index, dPicture });
    } catch (error) {
      this.#tell({ type: 'lossFailed', ticket, index, error: toPlainError(error) });
    }
  }
}

const cancelled = () => new ZscapeError('CANCELLED', 'Cancelled.');
