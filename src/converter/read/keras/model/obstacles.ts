/** Collects the obstacles in a model, so that one sentence can name all of them. */
import { ZscapeError } from '../../../../base/errors.ts';
import type { LayerSpec } from './spec.ts';

/** The most of a kind listed in one sentence. */
const mostListed = 12;
const longestName = 80;

export class Obstacles {
  readonly #unknown: string[] = [];
  readonly #others: string[] = [];
  #code: 'OPS_UNSUPPORTED' | 'VARIABLE_MISSING' = 'VARIABLE_MISSING';

  /** Adds a layer of an unsupported kind. */
  addUnknown({ kind, name }: LayerSpec): void {
    this.#unknown.push(`${kind.slice(0, longestName)} ("${name.slice(0, longestName)}")`);
  }

  /** Adds a failure if it is such an obstacle. @returns whether it was; anything else is not collected. */
  add(error: unknown): boolean {
    if (!(error instanceof ZscapeError)) return false;
    if (error.code !== 'OPS_UNSUPPORTED' && error.code !== 'VARIABLE_MISSING') return false;
    if (error.code === 'OPS_UNSUPPORTED') this.#code = error.code;
    const clause = error.message.replace(/\.$/, '').replace(/^The /, 'the ');
    if (!this.#others.includes(clause)) this.#others.push(clause);
    return true;
  }

  get any(): boolean {
    return this.#unknown.length + this.#others.length > 0;
  }

  /** Throws the collected obstacles, if any. @throws OPS_UNSUPPORTED, or VARIABLE_MISSING if only weights are missing. */
  refuse(): void {
    if (!this.any) return;
    const unknown = `layers that the converter does not know: ${listed(this.#unknown, ', ')}`;
    const parts = [
      ...(this.#unknown.length > 0 ? [`The model has ${unknown}`] : []),
      ...(this.#others.length > 0 ? [listed(this.#others, '; ')] : []),
    ];
    const sentence = parts.join('; ');
    throw new ZscapeError(
      this.#unknown.length > 0 ? 'OPS_UNSUPPORTED' : this.#code,
      `${sentence[0]!.toUpperCase()}${sentence.slice(1, 1800)}.`,
    );
  }
}

function listed(items: readonly string[], between: string): string {
  const shown = items.slice(0, mostListed).join(between);
  return items.length > mostListed ? `${shown}${between}and ${items.length - mostListed} more` : shown;
}
