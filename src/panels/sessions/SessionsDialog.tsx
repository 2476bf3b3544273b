import { useCallback, useEffect, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { openDialog } from '../../commands/view/view.ts';
import {
  copySession,
  deleteSaved,
  listSaved,
  openSaved,
  openSession,
  renameSaved,
  saveDamaged,
  saveSession,
} from '../../commands/work/sessions.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { pickFiles } from '../parts/pickFiles.ts';
import { SessionItem } from './SessionItem.tsx';
import './sessions.css';

type Listed = Awaited<ReturnType<typeof listSaved.perform>>;

/** Everything that the browser kept, and sessions as files. */
export default function SessionsDialog() {
  const run = useRun();
  const [listed, setListed] = useState<Listed | null>(null);
  const refresh = useCallback(async () => setListed((await run(listSaved)) ?? null), [run]);
  useEffect(() => {
    void refresh();
  }, [refresh]);
  const then = (work: Promise<void> | undefined) => void work?.then(refresh, () => undefined);
  const close = () => run(openDialog, null);
  return (
    <Dialog
      title="Sessions"
      className="sessions-dialog"
      onClose={close}
      hint="What you do is kept in this browser as it happens, one session for each tab. Those with a name stay; of the others the last dozen. A file takes a session to another browser."
      actions={
        <>
          <button type="button" className="btn" onClick={() => then(run(copySession, ''))}>
            Go on in a copy
          </button>
          <button
            type="button"
            className="btn"
            onClick={async () => {
              const [file] = await pickFiles({ accept: '.json' });
              if (!file) return;
              close();
              run(openSession, file);
            }}
          >
            Open file…
          </button>
          <button type="button" className="btn primary" onClick={() => run(saveSession)}>
            Save as file
          </button>
        </>
      }
    >
      <ul className="session-list">
        {listed?.sessions.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            own={session.id === listed.own}
            onOpen={() => {
              close();
              run(openSaved, session.id);
            }}
            onRename={(name) => then(run(renameSaved, session.id, name))}
            onDelete={() => then(run(deleteSaved, session.id))}
          />
        ))}
      </ul>
      {listed !== null && listed.damaged > 0 && (
        <p className="hint damaged-kept">
          {listed.damaged === 1 ? 'One kept thing' : `${listed.damaged} kept things`} cannot be read, or not
          as a whole. Nothing of it was changed.{' '}
          <button type="button" className="btn small" onClick={() => run(saveDamaged)}>
            Save it as a file
          </button>
        </p>
      )}
    </Dialog>
  );
}
