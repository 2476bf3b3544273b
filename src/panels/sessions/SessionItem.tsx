import { useState } from 'react';
import type { SavedList } from '../../commands/work/sessions.ts';
import { formatMoment } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { Pencil, Trash } from '../parts/icons.tsx';
import { sessionsMessages } from './messages.ts';

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
  const t = useMessages(sessionsMessages);
  const title = useSelect(
    ({ catalogue }) => catalogue?.find(({ id }) => id === session.model)?.title ?? session.model,
  );
  const { openElsewhere, lost } = session;
  // A session that another tab writes to, or that cannot be read completely, is opened as a copy and otherwise left alone.
  const asCopy = openElsewhere || lost.length > 0;
  const [renaming, setRenaming] = useState(false);
  const shown = session.name || t.unnamed;
  const when = formatMoment(session.updated);
  return (
    <li className={own ? 'session on' : 'session'}>
      <img src={session.thumbnail} alt="" width={44} height={44} />
      <span className="session-words">
        {renaming ? (
          <input
            aria-label={t.nameField}
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
            title || t.unknownModel,
            own ? t.thisTab : openElsewhere ? t.otherTab : when,
            lost.length > 0 && t.damaged,
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      {!asCopy && (
        <button
          type="button"
          className="icon-btn"
          aria-label={t.nameIt({ session: shown })}
          onClick={() => setRenaming(true)}
        >
          <Pencil size={15} aria-hidden="true" />
        </button>
      )}
      {!own && !openElsewhere && (
        <button
          type="button"
          className="icon-btn"
          aria-label={t.deleteIt({ session: shown })}
          onClick={onDelete}
        >
          <Trash size={15} aria-hidden="true" />
        </button>
      )}
      {!own && (
        <button
          type="button"
          className="btn small"
          aria-label={asCopy ? t.goToCopy({ session: shown }) : t.goTo({ session: shown })}
          onClick={onOpen}
        >
          {asCopy ? t.openCopy : t.open}
        </button>
      )}
    </li>
  );
}
