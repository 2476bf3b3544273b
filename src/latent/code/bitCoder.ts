/**
 * An adaptive binary arithmetic coder. Each decision, yes or no, is coded with the share of yeses seen so far in its
 * context, so a likely answer costs less than a bit. The interval is kept in 32-bit integers and probabilities are ratios
 * of counts, so rounding can never make the decoder see a different interval from the encoder. The text is base64 with
 * the alphabet for URLs.
 */

const whole = 2 ** 32;
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const digitValue = new Map([...digits].map((digit, value) => [digit, value]));

/** Counts how often one kind of decision was yes and no so far. */
class Context {
  #no = 1;
  #yes = 1;

  /** The last number of the lower part of [low, high], the part that means yes. */
  split(low: number, high: number): number {
    return low + Math.floor(((high - low) * this.#yes) / (this.#yes + this.#no));
  }

  learn(yes: boolean): void {
    if (yes) this.#yes += 2;
    else this.#no += 2;
    // Older decisions count less and less, and counts stay small enough for the split above to be exact.
    if (this.#yes + this.#no > 4000) {
      this.#yes = Math.ceil(this.#yes / 2);
      this.#no = Math.ceil(this.#no / 2);
    }
  }
}

/** Contexts by name, created on first use. Encoder and decoder use the same names. */
class Contexts {
  readonly #known = new Map<number, Context>();

  at(name: number): Context {
    const known = this.#known.get(name) ?? new Context();
    this.#known.set(name, known);
    return known;
  }
}

const even = {
  split: (low: number, high: number) => low + Math.floor((high - low) / 2),
  learn: () => undefined,
};

export class BitEncoder {
  readonly #contexts = new Contexts();
  readonly #bytes: number[] = [];
  #low = 0;
  #high = whole - 1;

  /** @param context omitted for decisions whose two answers are equally likely */
  write(yes: boolean, context?: number): void {
    const model = context === undefined ? even : this.#contexts.at(context);
    const middle = model.split(this.#low, this.#high);
    if (yes) this.#high = middle;
    else this.#low = middle + 1;
    model.learn(yes);
    while (topByte(this.#low) === topByte(this.#high)) {
      this.#bytes.push(topByte(this.#high));
      this.#low = (this.#low % 2 ** 24) * 256;
      this.#high = (this.#high % 2 ** 24) * 256 + 255;
    }
  }

  /** The encoded text. The decoder reads zeros beyond its end. */
  end(): string {
    const bytes = [...this.#bytes];
    // The shortest number within the interval.
    for (let kept = 1; this.#low > 0 && kept <= 4; kept++) {
      const unit = 2 ** (32 - 8 * kept);
      const number = Math.ceil(this.#low / unit) * unit;
      if (number > this.#high) continue;
      for (let byte = 0; byte < kept; byte++) bytes.push(Math.floor(number / 2 ** (24 - 8 * byte)) % 256);
      break;
    }
    let text = '';
    for (let bit = 0; bit < bytes.length * 8; bit += 6) {
      const at = bit >> 3;
      const pair = (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
      text += digits[(pair >> (10 - (bit & 7))) & 63];
    }
    return text;
  }
}

export class BitDecoder {
  readonly #contexts = new Contexts();
  readonly #text: string;
  #at = 0;
  #low = 0;
  #high = whole - 1;
  #number = 0;

  constructor(text: string) {
    this.#text = text;
    for (let byte = 0; byte < 4; byte++) this.#number = this.#number * 256 + this.#next();
  }

  read(context?: number): boolean {
    const model = context === undefined ? even : this.#contexts.at(context);
    const middle = model.split(this.#low, this.#high);
    const yes = this.#number <= middle;
    if (yes) this.#high = middle;
    else this.#low = middle + 1;
    model.learn(yes);
    while (topByte(this.#low) === topByte(this.#high)) {
      this.#low = (this.#low % 2 ** 24) * 256;
      this.#high = (this.#high % 2 ** 24) * 256 + 255;
      this.#number = (this.#number % 2 ** 24) * 256 + this.#next();
    }
    return yes;
  }

  #next(): number {
    const bit = 8 * this.#at++;
    const value = (index: number) => digitValue.get(this.#text[index] ?? 'A') ?? 0;
    const first = Math.floor(bit / 6);
    return (((value(first) << 12) | (value(first + 1) << 6) | value(first + 2)) >> (10 - (bit % 6))) & 255;
  }
}

function topByte(number: number): number {
  return Math.floor(number / 2 ** 24);
}
