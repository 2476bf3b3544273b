/** The faces that a lesson asks about, in order, with pictures of those near the current one. */
import type { Taught } from '../../../store/state/state.ts';

/** The boundary that was learned so far. */
export type Boundary = Pick<Taught, 'direction' | 'threshold'>;

interface Question {
  seed: number;
  /** Undefined until it is drawn, and when far from the current question. */
  picture: ImageBitmap | undefined;
}

interface QuestionHost {
  /**
   * Chooses the seed of a face that has not been asked about, near the boundary if there is one. Null while there is
   * no model.
   */
  choose(boundary: Boundary | null, asked: readonly number[]): Promise<number | null>;
  /** Draws the face of a seed. The picture belongs to whoever takes it. */
  draw(seed: number, signal: AbortSignal, take: (picture: ImageBitmap) => void): Promise<void>;
  /** Called when there is something new to show. */
  changed(): void;
}

/** How many upcoming questions have their pictures drawn, so the next face appears immediately. */
const ahead = 2;
/** How many questions before the current one keep their pictures, for going back. */
const behind = 4;

/** A question and its picture always have the same seed, so that an answer can never belong to another face. */
export class QuestionFaces {
  readonly #host: QuestionHost;
  readonly #questions: Question[] = [];
  readonly #asked: Set<number>;
  readonly #drawing = new Map<Question, AbortController>();
  #boundary: Boundary | null = null;
  #at = 0;
  #choosing = false;
  #open = false;

  /** @param known seeds to leave out */
  constructor(host: QuestionHost, known: readonly number[]) {
    this.#host = host;
    this.#asked = new Set(known);
  }

  get current(): Question | undefined {
    return this.#questions[this.#at];
  }

  get canGoBack(): boolean {
    return this.#at > 0;
  }

  /** Starts asking, or goes on after `close`. */
  open(): void {
    this.#open = true;
    this.#tend();
  }

  /** Closes all pictures and draws no more. */
  close(): void {
    this.#open = false;
    this.#tend();
  }

  /** From now on, chooses questions near this boundary. */
  learn(boundary: Boundary | null): void {
    this.#boundary = boundary;
  }

  /** Goes on to the next face. */
  forward(): void {
    if (!this.current) return;
    this.#at += 1;
    this.#tend();
  }

  /** Asks about the previous face again; null if there is none. */
  back(): Question | null {
    if (!this.canGoBack) return null;
    this.#at -= 1;
    this.#tend();
    return this.current ?? null;
  }

  /** Draws the pictures near the current question and closes the others. */
  #tend(): void {
    for (const [index, question] of this.#questions.entries()) {
      const near = index >= this.#at - behind && index <= this.#at + ahead;
      if (this.#open && near) this.#draw(question);
      else this.#drop(question);
    }
    if (this.#open && this.#questions.length - this.#at <= ahead) void this.#choose();
    this.#host.changed();
  }

  async #choose(): Promise<void> {
    if (this.#choosing) return;
    this.#choosing = true;
    const seed = await this.#host.choose(this.#boundary, [...this.#asked]).catch(() => null);
    this.#choosing = false;
    if (seed === null) return;
    this.#asked.add(seed);
    this.#questions.push({ seed, picture: undefined });
    this.#tend();
  }

  #draw(question: Question): void {
    if (question.picture || this.#drawing.has(question)) return;
    const abort = new AbortController();
    this.#drawing.set(question, abort);
    const take = (picture: ImageBitmap) => {
      if (this.#drawing.get(question) !== abort) {
        picture.close();
        return;
      }
      question.picture = picture;
      this.#host.changed();
    };
    const ended = () => {
      if (this.#drawing.get(question) === abort) this.#drawing.delete(question);
    };
    this.#host.draw(question.seed, abort.signal, take).then(ended, ended);
  }

  #drop(question: Question): void {
    const abort = this.#drawing.get(question);
    this.#drawing.delete(question);
    abort?.abort();
    question.picture?.close();
    question.picture = undefined;
  }
}
