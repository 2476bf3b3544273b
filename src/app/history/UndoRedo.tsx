import { Popover } from 'radix-ui';
import { useRun } from '../../commands/hooks.ts';
import { redo, undo } from '../../commands/work/undo.ts';
import { useMessages } from '../../language/useMessages.ts';
import { History, Redo, Undo } from '../../panels/parts/icons.tsx';
import { keyTitle } from '../../panels/parts/keyTitles.ts';
import { currentMoment, momentAfter, momentBefore } from '../../store/history/history.ts';
import { useSelect } from '../../store/hooks.ts';
import { keysNow } from '../../store/select/keys.ts';
import { HistoryList } from './HistoryList.tsx';
import { historyMessages } from './messages.ts';

/** Undo, redo, and the tree of everything that the user did. */
export function UndoRedo() {
  const run = useRun();
  const t = useMessages(historyMessages);
  // The history does not change during a drag or while a walk plays, so the search is not in a selector, which would run on every
  // change.
  const history = useSelect((state) => state.history);
  const undoKey = useSelect((state) => keysNow(state, undo)[0]);
  const redoKey = useSelect((state) => keysNow(state, redo)[0]);
  const withKey = (what: string, key: string | undefined) =>
    key === undefined ? what : t.withKey({ what, key: keyTitle(key) });
  const back = history && momentBefore(history) ? currentMoment(history).name : undefined;
  const forth = history ? momentAfter(history)?.name : undefined;
  return (
    <span className="undo-redo">
      <button
        type="button"
        className="icon-btn"
        data-try="undo"
        aria-label={t.undo}
        title={back === undefined ? t.nothingToUndo : withKey(t.undoStep({ step: back }), undoKey)}
        disabled={back === undefined}
        onClick={() => run(undo)}
      >
        <Undo size={17} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-btn"
        aria-label={t.redo}
        title={forth === undefined ? t.nothingToRedo : withKey(t.redoStep({ step: forth }), redoKey)}
        disabled={forth === undefined}
        onClick={() => run(redo)}
      >
        <Redo size={17} aria-hidden="true" />
      </button>
      <Popover.Root>
        <Popover.Trigger className="icon-btn" aria-label={t.history} title={t.history}>
          <History size={17} aria-hidden="true" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            className="menu history"
            aria-label={t.history}
            align="start"
            sideOffset={6}
            collisionPadding={8}
          >
            <HistoryList />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </span>
  );
}
