import { useRun } from '../../commands/hooks.ts';
import { openSession, saveSession, showSessions } from '../../commands/work/sessions.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { pickFiles } from '../parts/pickFiles.ts';
import { trayMessages } from './messages.ts';

/** Exports the session as a file, opens one, and shows the sessions that are saved in this browser. */
export function SessionButtons() {
  const run = useRun();
  const t = useMessages(trayMessages);
  const ready = useSelect((state) => state.face !== null);
  return (
    <span className="tray-session">
      <button
        type="button"
        className="btn small wide-only"
        disabled={!ready}
        onClick={() => run(saveSession)}
      >
        {t.exportSession}
      </button>
      <button
        type="button"
        className="btn small wide-only"
        onClick={async () => {
          const [file] = await pickFiles({ accept: '.json' });
          if (file) run(openSession, file);
        }}
      >
        {t.openSession}
      </button>
      <button type="button" className="btn small" disabled={!ready} onClick={() => run(showSessions)}>
        {t.sessions}
      </button>
    </span>
  );
}
