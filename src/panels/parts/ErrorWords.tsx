import type { PlainError } from '../../base/errors.ts';
import { useErrorText } from '../../language/errors/errorText.ts';
import { useMessages } from '../../language/useMessages.ts';
import type { Notice } from '../../store/state/state.ts';
import { partsMessages } from './messages.ts';

/** Says what went wrong in the language of the page; if that is not English, the error's own sentence follows as its detail. */
export function ErrorWords({ error, kind = 'error' }: { error: PlainError; kind?: Notice['kind'] }) {
  const { text, detail } = useErrorText()(error, kind);
  return (
    <>
      {text}
      {detail && <ErrorDetail>{detail}</ErrorDetail>}
    </>
  );
}

/** An English sentence with the details, marked as English so that it is read aloud as such. */
export function ErrorDetail({ children }: { children: string }) {
  const t = useMessages(partsMessages);
  return <span className="error-detail">{t.details({ detail: <span lang="en">{children}</span> })}</span>;
}
