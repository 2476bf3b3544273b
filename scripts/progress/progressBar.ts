/** One line that shows the progress of a download or other long work. */

const barWidth = 24;

/** The unit that a bar counts in. */
export interface Unit {
  readonly name: string;
  /** How many counted items make one unit. */
  readonly size: number;
  readonly digits: number;
}

const megabytes: Unit = { name: 'MB', size: 1e6, digits: 1 };

/** @param rate items a second, 0 while unknown. @param total null while unknown. */
export function progressLine(
  name: string,
  have: number,
  total: number | null,
  rate: number,
  unit: Unit = megabytes,
): string {
  const shown = (count: number, digits = unit.digits) => (count / unit.size).toFixed(digits);
  const speed = rate > 0 ? `  ${shown(rate, 1)} ${unit.name}/s` : '';
  if (total === null || total === 0) return `${name}  ${shown(have)} ${unit.name}${speed}`;
  const share = Math.min(1, have / total);
  const filled = Math.round(share * barWidth);
  const bar = '#'.repeat(filled).padEnd(barWidth, '-');
  const left = rate > 0 && have < total ? `  ${duration((total - have) / rate)} left` : '';
  return `${name}  [${bar}] ${Math.floor(share * 100)} %  ${shown(have)} of ${shown(total)} ${unit.name}${speed}${left}`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** A bar on a terminal; elsewhere a line at every tenth. */
export class ProgressBar {
  readonly #name: string;
  readonly #out: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly #clock: () => number;
  readonly #unit: Unit;
  #start: { have: number; at: number } | undefined;
  #lastDraw = Number.NEGATIVE_INFINITY;
  #lastTenth = -1;

  constructor(
    name: string,
    out: { write(text: string): unknown; readonly isTTY?: boolean } = process.stderr,
    clock: () => number = () => performance.now(),
    unit: Unit = megabytes,
  ) {
    this.#name = name;
    this.#out = out;
    this.#clock = clock;
    this.#unit = unit;
  }

  show(have: number, total: number | null): void {
    const now = this.#clock();
    // Bytes of an earlier run do not count towards the rate.
    if (this.#start === undefined || have < this.#start.have) this.#start = { have, at: now };
    const seconds = (now - this.#start.at) / 1000;
    const rate = seconds > 0.2 ? (have - this.#start.have) / seconds : 0;
    const line = progressLine(this.#name, have, total, rate, this.#unit);
    if (this.#out.isTTY) {
      if (now - this.#lastDraw < 80 && have !== total) return;
      this.#lastDraw = now;
      this.#out.write(`\r\x1b[2K${line}`);
      return;
    }
    const tenth =
      total === null ? Math.floor(have / (10 * this.#unit.size)) : Math.floor((10 * have) / total);
    if (tenth === this.#lastTenth) return;
    this.#lastTenth = tenth;
    this.#out.write(`${line}\n`);
  }

  /** Prints a text without breaking the bar. */
  note(text: string): void {
    this.#out.write(this.#out.isTTY ? `\r\x1b[2K${text}\n` : `${text}\n`);
  }

  end(): void {
    if (this.#out.isTTY) this.#out.write('\n');
  }
}
