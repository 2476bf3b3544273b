/** Shows progress in one line on standard error, or nothing without a terminal. */
export class ProgressLine {
  readonly #live = process.stderr.isTTY === true;
  #shown = 0;

  show(what: string, done: number, total: number): void {
    const now = performance.now();
    if (!this.#live || (now - this.#shown < 50 && done < total)) return;
    this.#shown = now;
    const share = total > 1 ? ` ${Math.floor((100 * done) / total)} %` : '';
    process.stderr.write(`\r\x1b[2K${what}${share}`);
  }

  clear(): void {
    if (this.#live) process.stderr.write('\r\x1b[2K');
  }
}
