/**
 * Reads the parameters of the address: `?backend=`, `?model=` (an id or an address), `?seed=`, `?source=`. A value that
 * cannot be used becomes an error with a sentence.
 */
import { toPlainError, ZscapeError } from '../../base/errors.ts';
import { parseSeed } from '../../base/random.ts';
import { checkedAddress } from '../../download/allowed.ts';
import { type BackendChoice, backendNames } from '../../engine/contract.ts';
import { fieldRules } from '../../store/state/fields.ts';

export interface Wishes {
  backend: BackendChoice | null;
  /** Id of a model. */
  model: string | null;
  /** Address of a model on the web, which `?model=` may also contain. */
  address: string | null;
  seed: number | null;
  /** The folder that replaces the hosts of published models, with a slash at its end. */
  source: string | null;
  errors: ZscapeError[];
}

/**
 * Reads the parameters. @param search the address from its `?` on. @returns also an error for each value that cannot be
 * used
 */
export function readUrl(search: string): Wishes {
  const parameters = new URLSearchParams(search);
  const model = parameters.get(fieldRules.model.url);
  const isAddress = model !== null && /^https?:/i.test(model);
  const wishes: Wishes = {
    backend: null,
    model: isAddress ? null : model,
    address: isAddress ? model : null,
    seed: null,
    source: null,
    errors: [],
  };
  const backend = parameters.get(fieldRules.backend.url);
  if (backend !== null) {
    const choices: readonly BackendChoice[] = ['auto', ...backendNames];
    const choice = choices.find((name) => name === backend.toLowerCase());
    if (choice) wishes.backend = choice;
    else {
      wishes.errors.push(
        new ZscapeError(
          'BACKEND_UNKNOWN',
          `The address asks for the backend “${backend}”, which does not exist, so the page chose one. Use one of ${choices.join(', ')}.`,
        ),
      );
    }
  }
  const source = parameters.get(fieldRules.publishedSource.url);
  if (source !== null) {
    try {
      wishes.source = folderOf(checkedAddress(source));
    } catch (error) {
      const { code, message } = toPlainError(error);
      wishes.errors.push(new ZscapeError(code, message));
    }
  }
  const seed = parameters.get(fieldRules.face.url);
  if (seed !== null) {
    try {
      wishes.seed = parseSeed(seed);
    } catch (error) {
      const { code, message } = toPlainError(error);
      wishes.errors.push(new ZscapeError(code, message));
    }
  }
  return wishes;
}

/** Returns the folder that an address names: paths are relative to it. */
function folderOf({ origin, pathname }: URL): string {
  return `${origin}${pathname.endsWith('/') ? pathname : `${pathname}/`}`;
}
