import { toPlainError } from '../../base/errors.ts';
import { ErrorWords } from '../parts/ErrorWords.tsx';

/** Explains why a part of the network cannot be shown, and what can. */
export function Unavailable({ error }: { error: unknown }) {
  return (
    <p className="hint network-unavailable">
      <ErrorWords error={toPlainError(error)} kind="info" />
    </p>
  );
}
