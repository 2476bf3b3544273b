import { useRun } from '../../commands/hooks.ts';
import { openSession, saveSession, showSessions } from '../../commands/work/sessions.ts';
import { useSelect } from '../../store/hooks.ts';
import { pickFiles } from '../parts/pickFiles.ts';

/** Saves the session as a file, opens one, and shows the sessions that the browser has kept. */
export function SessionButtons() {
  const run = useRun();
  const ready = useSelect((state) => state.face !== null);
  return (
    <span className="tray-session">
      <button
        type="button"
        className="btn small wide-only"
        disabled={!ready}
        onClick={() => run(saveSession)}
      >
        Save session
      </button>
      <button
        type="button"
        className="btn small wide-only"
        onClick={async () => {
          const [file] = await pickFiles({ accept: '.json' });
          if (file) run(openSession, file);
        }}
      >
        Open session
      </button>
      <button type="button" className="btn small" disabled={!ready} onClick={() => run(showSessions)}>
        All kept…
      </button>
    </span>
  );
}
