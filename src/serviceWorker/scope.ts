/** The parts of a service worker's global that we use; the project's DOM types know only those of a page. */

export interface LongEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface FetchEvent extends LongEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response> | Response): void;
}

export interface MessageFromPage extends LongEvent {
  readonly data: { type?: string } | null;
  readonly source: { postMessage(message: unknown): void } | null;
}

export interface WorkerScope {
  readonly registration: { readonly scope: string; readonly active: object | null };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(wish: { type: 'window' }): Promise<readonly { postMessage(message: unknown): void }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LongEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageFromPage) => void): void;
}

export const scope = globalThis as unknown as WorkerScope;

/** Returns the full address of a path below the page. */
export const addressOf = (path: string): string => new URL(path, scope.registration.scope).href;
