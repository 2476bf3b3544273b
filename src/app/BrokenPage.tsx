import { useState } from 'react';
import { type PlainError, toPlainError } from '../base/errors.ts';
import { saveSession } from '../commands/work/sessions.ts';
import { useMessages } from '../language/useMessages.ts';
import { ErrorWords } from '../panels/parts/ErrorWords.tsx';
import { breakOpening, forgetTab } from '../session/saved/tabs/tabMemory.ts';
import type { Session } from '../session/session.ts';
import { pageMessages } from './page/messages.ts';

/** Shown when the page has broken: offers to save the session as a file or to start a new one. */
export function BrokenPage({ session, error }: { session: Session; error: Error }) {
  const t = useMessages(pageMessages);
  const [failure, setFailure] = useState<PlainError | null>(null);
  const save = async () => {
    try {
      await saveSession.perform(session);
    } catch (reason) {
      setFailure(toPlainError(reason));
    }
  };
  const beginAnew = () => {
    forgetTab();
    // The address may be what broke it.
    location.replace(location.pathname);
  };
  return (
    <div className="broken-page" role="alert">
      <h1>{t.pageBroke}</h1>
      <p>{error.message ? <ErrorWords error={toPlainError(error)} /> : t.unexpected}</p>
      <p>{t.sessionSaved}</p>
      {failure && (
        <p>
          {t.fileFailed} <ErrorWords error={failure} />
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="btn" onClick={() => void save()}>
          {t.exportSession}
        </button>
        <button type="button" className="btn primary" onClick={beginAnew}>
          {t.beginFresh}
        </button>
      </div>
    </div>
  );
}

/** Notes that the page broke with this session, so that the next reload does not open it by itself. */
export function noteBroken(session: Session): void {
  breakOpening(session.sessions.id);
}
