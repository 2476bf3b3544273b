/** Why a file did not come, before anybody has put it into a sentence. */
export type FailureKind =
  /** The connection could not be made, or the host does not let this page read its answer: a browser keeps the two alike. */
  | 'unreadable'
  | 'offline'
  /** 404 or 410. */
  | 'missing'
  /** 401, 403 and other statuses that asking again does not change. */
  | 'refused'
  /** The host could not answer just then (5xx, 408, 425, 429). */
  | 'busy'
  /** A web page came in place of the file. */
  | 'page'
  /** A Git LFS pointer came in place of the file. */
  | 'pointer'
  /** The host sends elsewhere, to an address that is not encrypted. */
  | 'insecureRedirect'
  | 'tooLarge'
  /** The connection broke, or fell silent, again and again. */
  | 'cutOff'
  /** Not the number of bytes that the file must have. */
  | 'wrongLength';

/** What is known of a failure. Bytes are those that have come, or that the host speaks of. */
export interface FailureFacts {
  status?: number;
  bytes?: number;
  /** Bytes that there should be, or may be at most. */
  expected?: number;
  /** Whether the host said that it sends a web page. */
  page?: boolean;
}

/** A transfer that failed. Whoever asked for the file makes a sentence of it. */
export class TransferFailure extends Error {
  override readonly name = 'TransferFailure';
  readonly kind: FailureKind;
  readonly facts: FailureFacts;

  constructor(kind: FailureKind, facts: FailureFacts = {}, options?: ErrorOptions) {
    super(kind, options);
    this.kind = kind;
    this.facts = facts;
  }

  /** Whether another try may go better. */
  get passes(): boolean {
    return this.kind === 'unreadable' || this.kind === 'busy' || this.kind === 'cutOff';
  }
}

export const isOffline = (): boolean => typeof navigator !== 'undefined' && navigator.onLine === false;
