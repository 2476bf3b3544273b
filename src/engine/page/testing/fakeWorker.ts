/** A worker as the page sees it: records posted messages, and sends the test's. */
import type { FromWorker, ToWorker } from '../../protocol.ts';

export class FakeWorker {
  static readonly all: FakeWorker[] = [];
  readonly posted: ToWorker[] = [];
  terminated = false;
  onmessage: (event: { data: FromWorker }) => void = () => {};
  onerror: (event: { message: string; preventDefault(): void }) => void = () => {};

  constructor() {
    FakeWorker.all.push(this);
  }

  static get last(): FakeWorker {
    return FakeWorker.all.at(-1)!;
  }

  postMessage(message: ToWorker, transfer: Transferable[]): void {
    this.posted.push(structuredClone(message, { transfer }));
  }

  terminate(): void {
    this.terminated = true;
  }

  of<T extends ToWorker['type']>(type: T): (ToWorker & { type: T })[] {
    return this.posted.filter((message): message is ToWorker & { type: T } => message.type === type);
  }

  /** Lists the requests of calls of a kind. */
  asked(kind: string): { id: number; ask: unknown }[] {
    return this.of('call')
      .filter((call) => call.kind === kind)
      .map(({ id, ask }) => ({ id, ask }));
  }

  say(data: FromWorker): void {
    if (!this.terminated) this.onmessage({ data });
  }

  fail(message: string): void {
    this.onerror({ message, preventDefault: () => {} });
  }
}
