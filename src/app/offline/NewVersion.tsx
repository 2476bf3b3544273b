import { useRun } from '../../commands/hooks.ts';
import { reloadPage, stayWithVersion } from '../../commands/work/reload.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { offlineMessages } from './messages.ts';

/** Says that a newer version of the page is available, and switches to it on click. */
export function NewVersion() {
  const t = useMessages(offlineMessages);
  const run = useRun();
  const there = useSelect((state) => state.newVersion);
  if (!there) return null;
  return (
    <div className="notice new-version" role="status" aria-label={t.newVersion}>
      <p>{t.updated}</p>
      <button type="button" className="btn small primary" onClick={() => void run(reloadPage)}>
        {t.reload}
      </button>
      <button type="button" className="btn small ghost" onClick={() => run(stayWithVersion)}>
        {t.later}
      </button>
    </div>
  );
}
