import { useCallback, useEffect, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { openDialog } from '../../commands/view/view.ts';
import { openWork } from '../../commands/work/openFiles.ts';
import {
  copySession,
  deleteSaved,
  listSaved,
  openSaved,
  renameSaved,
  saveDamaged,
  saveSession,
} from '../../commands/work/sessions.ts';
import { useMessages } from '../../language/useMessages.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { pickFiles } from '../parts/pickFiles.ts';
import { sessionsMessages } from './messages.ts';
import { SessionItem } from './SessionItem.tsx';
import './sessions.css';

type Listed = Awaited<ReturnType<typeof listSaved.perform>>;

/** All sessions saved in this browser, and sessions as files. */
export default function SessionsDialog() {
  const t = useMessages(sessionsMessages);
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
      title={t.title}
      className="sessions-dialog"
      onClose={close}
      hint={t.hint}
      actions={
        <>
          <button type="button" className="btn" onClick={() => then(run(copySession, ''))}>
            {t.copy}
          </button>
          <button
            type="button"
            className="btn"
            onClick={async () => {
              const [file] = await pickFiles({ accept: '.json,.zip,image/*,video/*' });
              if (!file) return;
              close();
              run(openWork, file);
            }}
          >
            {t.openFile}
          </button>
          <button type="button" className="btn primary" onClick={() => run(saveSession)}>
            {t.exportFile}
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
          {t.unreadable(listed.damaged)}{' '}
          <button type="button" className="btn small" onClick={() => run(saveDamaged)}>
            {t.exportUnreadable}
          </button>
        </p>
      )}
    </Dialog>
  );
}
