/** Why a file did not arrive, before it is put into a sentence. */
export type FailureKind =
  /**
   * The connection could not be made, or the host does not let this page read its answer: a browser does not distinguish
   * the two.
   */
  | 'unreadable'
  | 'offline'
  /** 404 or 410. */
  | 'missing'
  /** 401, 403 and other statuses that a retry does not change. */
  | 'refused'
  /** The host was temporarily unable to answer (5xx, 408, 425, 429). */
  | 'busy'
  /** A web page arrived in place of the file. */
  | 'page'
  /** A Git LFS pointer arrived in place of the file. */
  | 'pointer'
  /** The host redirects to an address that is not encrypted. */
  | 'insecureRedirect'
  | 'tooLarge'
  /** The connection broke or fell silent repeatedly. */
  | 'cutOff'
  /** The file does not have the required number of bytes. */
  | 'wrongLength';

/** Facts about a failure. Bytes are those received, or those that the host announces. */
export interface FailureFacts {
  status?: number;
  bytes?: number;
  /** The required number of bytes, or the maximum. */
  expected?: number;
  /** Whether the host declared a web page. */
  page?: boolean;
}

/** A failed transfer. The caller that wanted the file turns it into a sentence. */
export class TransferFailure extends Error {
  override readonly name = 'TransferFailure';
  readonly kind: FailureKind;
  readonly facts: FailureFacts;

  constructor(kind: FailureKind, facts: FailureFacts = {}, options?: ErrorOptions) {
    super(kind, options);
    this.kind = kind;
    this.facts = facts;
  }

  /** Whether a retry may succeed. */
  get passes(): boolean {
    return this.kind === 'unreadable' || this.kind === 'busy' || this.kind === 'cutOff';
  }
}

export const isOffline = (): boolean => typeof navigator !== 'undefined' && navigator.onLine === false;
