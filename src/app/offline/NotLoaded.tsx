import { useRun } from '../../commands/hooks.ts';
import { dismissNotLoaded, retryLoad } from '../../commands/work/reload.ts';
import { useMessages } from '../../language/useMessages.ts';
import { ErrorWords } from '../../panels/parts/ErrorWords.tsx';
import { useSelect } from '../../store/hooks.ts';
import type { ModelNotLoaded } from '../../store/state/models.ts';
import { offlineMessages } from './messages.ts';

/**
 * Says on the stage what could not be loaded and why, and offers to try again. It replaces the missing picture or lies over the
 * remaining one.
 */
export function NotLoaded({ title, reason }: ModelNotLoaded) {
  const run = useRun();
  const t = useMessages(offlineMessages);
  const stays = useSelect((state) => state.model !== null);
  return (
    <section className="canvas-load not-loaded" aria-label={t.notLoaded}>
      <b>{title ?? t.catalogue}</b>
      <p>{reason.code === 'CANCELLED' ? t.cancelled : <ErrorWords error={reason} />}</p>
      <div className="dialog-actions">
        {stays && (
          <button type="button" className="btn small ghost" onClick={() => run(dismissNotLoaded)}>
            {t.dismiss}
          </button>
        )}
        <button type="button" className="btn small primary" onClick={() => void run(retryLoad)}>
          {t.retry}
        </button>
      </div>
    </section>
  );
}
