import { Popover } from 'radix-ui';
import { useRun } from '../../commands/hooks.ts';
import { goToMoment, redo, undo } from '../../commands/work/undo.ts';
import { History, Redo, Undo } from '../../panels/parts/icons.tsx';
import { branches, currentMoment, momentAfter, momentBefore } from '../../store/history/history.ts';
import { useSelect } from '../../store/hooks.ts';

/** Undo, redo, and the tree of everything that the user did. */
export function UndoRedo() {
  const run = useRun();
  // The history rests while a hand drags or a walk plays; looking through it has no place in a selector.
  const history = useSelect((state) => state.history);
  const back = history && momentBefore(history) ? currentMoment(history).name : undefined;
  const forth = history ? momentAfter(history)?.name : undefined;
  return (
    <span className="undo-redo">
      <button
        type="button"
        className="icon-btn"
        aria-label="Undo"
        title={back ? `Undo: ${back} (Ctrl+Z)` : 'Nothing to undo'}
        disabled={back === undefined}
        onClick={() => run(undo)}
      >
        <Undo size={17} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-btn"
        aria-label="Redo"
        title={forth ? `Redo: ${forth} (Ctrl+Shift+Z)` : 'Nothing to redo'}
        disabled={forth === undefined}
        onClick={() => run(redo)}
      >
        <Redo size={17} aria-hidden="true" />
      </button>
      <Popover.Root>
        <Popover.Trigger className="icon-btn" aria-label="History" title="History">
          <History size={17} aria-hidden="true" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content className="menu history" align="start" sideOffset={6} collisionPadding={8}>
            <HistoryTree />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </span>
  );
}

/** One row for each branch, from where it forks; the branch that the user is on comes first. */
function HistoryTree() {
  const run = useRun();
  const history = useSelect((state) => state.history);
  if (!history) return null;
  return (
    <ol className="history-rows" aria-label="History">
      {branches(history).map((branch) => (
        <li key={branch[0]?.id}>
          {branch.map((moment) => (
            <button
              key={moment.id}
              type="button"
              className={moment.id === history.current ? 'moment on' : 'moment'}
              aria-label={moment.name}
              aria-current={moment.id === history.current ? 'step' : undefined}
              title={moment.name}
              onClick={() => run(goToMoment, moment.id)}
            >
              {moment.thumbnail ? <img src={moment.thumbnail} alt="" /> : <span>{moment.name}</span>}
            </button>
          ))}
        </li>
      ))}
    </ol>
  );
}
