/** The messages of calls between the page and a worker. One table of types lists the requests and their answers. */
import type { PlainError } from '../errors.ts';
import type { LiveMessage, LivingMessage } from './life.ts';

/** One kind of call. */
export interface Callable {
  /** The request, as posted. */
  ask: unknown;
  answer: unknown;
  /** News before the answer. Its `type` differs from those below. */
  news?: { type: string };
}

/** Every kind of call that a worker answers, by name. */
export type CallTable<T> = { [K in keyof T]: Callable };

export type NewsOf<C extends Callable> = C extends { news: infer N extends { type: string } } ? N : never;

/** From the page to the worker. */
export type CallMessage<T extends CallTable<T>> =
  | { [K in keyof T]: { type: 'call'; id: number; kind: K; ask: T[K]['ask'] } }[keyof T]
  | { type: 'cancel'; id: number }
  | LiveMessage;

/** From the worker to the page. Each call ends with exactly one `done` or `failed`. */
export type AnswerMessage<T extends CallTable<T>> =
  | { [K in keyof T]: { type: 'done'; id: number; answer: T[K]['answer'] } }[keyof T]
  | { [K in keyof T]: NewsOf<T[K]> & { id: number } }[keyof T]
  | { type: 'failed'; id: number; error: PlainError }
  | LivingMessage;
