import { useState } from 'react';
import { saveSession } from '../commands/work/sessions.ts';
import { breakOpening, forgetTab } from '../session/saved/tabs/tabMemory.ts';
import type { Session } from '../session/session.ts';

/** What a page that broke still offers: to save the session as a file, and to begin afresh. */
export function BrokenPage({ session, error }: { session: Session; error: Error }) {
  const [failure, setFailure] = useState<string | null>(null);
  const save = async () => {
    try {
      await saveSession.perform(session);
    } catch (reason) {
      setFailure(reason instanceof Error ? reason.message : String(reason));
    }
  };
  const beginAnew = () => {
    forgetTab();
    // The address may be what broke it.
    location.replace(location.pathname);
  };
  return (
    <div className="broken-page" role="alert">
      <h1>This page broke</h1>
      <p>
        {error.message || 'It met something unexpected.'} Your session is kept in this browser. It is not
        opened again by itself; save it as a file to look into it.
      </p>
      {failure && <p>The file could not be made: {failure}</p>}
      <div className="dialog-actions">
        <button type="button" className="btn" onClick={() => void save()}>
          Save the session as a file
        </button>
        <button type="button" className="btn primary" onClick={beginAnew}>
          Begin a fresh session
        </button>
      </div>
    </div>
  );
}

/** Notes that the page broke with this session, so that the next reload does not open it by itself. */
export function noteBroken(session: Session): void {
  breakOpening(session.sessions.id);
}
