import { useState } from 'react';
import type { SavedList } from '../../commands/work/sessions.ts';
import { useSelect } from '../../store/hooks.ts';
import { Pencil, Trash } from '../parts/icons.tsx';

type Kept = SavedList['sessions'][number];

/** One kept session: its picture and name, where it is open, and what can be done with it. */
export function SessionItem({
  session,
  own,
  onOpen,
  onRename,
  onDelete,
}: {
  session: Kept;
  /** This tab writes to it. */
  own: boolean;
  onOpen: () => void;
  onRename: (name: string) => void;
  onDelete: () => void;
}) {
  const title = useSelect(
    ({ catalogue }) => catalogue?.find(({ id }) => id === session.model)?.title ?? session.model,
  );
  const { openElsewhere, lost } = session;
  // What another tab writes to, or what cannot be read as a whole, is opened as a copy and is otherwise left alone.
  const asCopy = openElsewhere || lost.length > 0;
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
          {[
            title || 'Unknown model',
            own ? 'this tab' : openElsewhere ? 'open in another tab' : when,
            lost.length > 0 && 'damaged',
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      {!asCopy && (
        <button
          type="button"
          className="icon-btn"
          aria-label={`Name ${shown}`}
          onClick={() => setRenaming(true)}
        >
          <Pencil size={15} aria-hidden="true" />
        </button>
      )}
      {!own && !openElsewhere && (
        <button type="button" className="icon-btn" aria-label={`Delete ${shown}`} onClick={onDelete}>
          <Trash size={15} aria-hidden="true" />
        </button>
      )}
      {!own && (
        <button
          type="button"
          className="btn small"
          aria-label={`Go to ${shown}${asCopy ? ', as a copy' : ''}`}
          onClick={onOpen}
        >
          {asCopy ? 'Open a copy' : 'Open'}
        </button>
      )}
    </li>
  );
}
