import { useRun } from '../../commands/hooks.ts';
import { openDialog } from '../../commands/view/view.ts';
import { Dialog } from '../../panels/parts/Dialog.tsx';
import { keyTitle } from './keyTitles.ts';
import { shortcuts } from './shortcuts.ts';

const onSliders = [
  ['← → ↑ ↓', 'One fine step'],
  ['Shift + arrow, Page keys', 'One coarse step'],
  ['Home, End', 'To the ends'],
];

export default function ShortcutsDialog() {
  const run = useRun();
  return (
    <Dialog title="Keyboard shortcuts" onClose={() => run(openDialog, null)}>
      <dl className="keys">
        {shortcuts.map(({ name, keys }) => (
          <div key={name}>
            <dt>
              {keys?.map((key) => (
                <kbd key={key}>{keyTitle(key)}</kbd>
              ))}
            </dt>
            <dd>{name}</dd>
          </div>
        ))}
      </dl>
      <h3>On every slider</h3>
      <dl className="keys">
        {onSliders.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
