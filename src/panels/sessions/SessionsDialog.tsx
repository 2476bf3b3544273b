import { Pencil, Trash2, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
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
  saveSession,
} from '../../commands/work/sessions.ts';
import { useSelect } from '../../store/hooks.ts';
import { pickFiles } from '../parts/pickFiles.ts';
import './sessions.css';

type Listed = Awaited<ReturnType<typeof listSaved.perform>>;
type Kept = Listed['sessions'][number];

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
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Portal>
        <div className="overlay" />
        <Dialog.Content className="dialog sessions-dialog">
          <div className="dialog-head">
            <Dialog.Title>Sessions</Dialog.Title>
            <Dialog.Close className="icon-btn" aria-label="Close">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <Dialog.Description className="hint">
            What you do is kept in this browser as it happens, one session for each tab. Those with a name
            stay; of the others the last dozen. A file takes a session to another browser.
          </Dialog.Description>
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
          <div className="dialog-actions">
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
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function SessionItem({
  session,
  own,
  onOpen,
  onRename,
  onDelete,
}: {
  session: Kept;
  own: boolean;
  onOpen: () => void;
  onRename: (name: string) => void;
  onDelete: () => void;
}) {
  const title = useSelect(
    ({ catalogue }) => catalogue?.find(({ id }) => id === session.model)?.title ?? session.model,
  );
  const [renaming, setRenaming] = useState(false);
  const shown = session.name || 'Without a name';
  const when = new Date(session.updated).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    <li className={own ? 'session on' : 'session'}>
      <img src={session.thumbnail} alt="" width={44} height={44} />
      <span className="session-words">
        {renaming ? (
          <input
            aria-label="Name of the session"
            defaultValue={session.name}
            maxLength={100}
            ref={(field) => field?.focus()}
            onBlur={(event) => {
              setRenaming(false);
              onRename(event.currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur();
            }}
          />
        ) : (
          <b className={session.name ? '' : 'unnamed'}>{shown}</b>
        )}
        <small>
          {title} · {own ? 'this tab' : when}
        </small>
      </span>
      <button
        type="button"
        className="icon-btn"
        aria-label={`Name ${shown}`}
        onClick={() => setRenaming(true)}
      >
        <Pencil size={15} aria-hidden="true" />
      </button>
      {!own && (
        <>
          <button type="button" className="icon-btn" aria-label={`Delete ${shown}`} onClick={onDelete}>
            <Trash2 size={15} aria-hidden="true" />
          </button>
          <button type="button" className="btn small" aria-label={`Go to ${shown}`} onClick={onOpen}>
            Open
          </button>
        </>
      )}
    </li>
  );
}
