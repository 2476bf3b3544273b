import { Command as Menu } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useMemo } from 'react';
import { showResult } from '../../commands/attributes/arithmetic.ts';
import {
  applyCopiedEdits,
  clearEdits,
  copyEdits,
  invertEdits,
} from '../../commands/attributes/attributes.ts';
import type { Command } from '../../commands/command.ts';
import { takePin } from '../../commands/face/pins.ts';
import { useRun } from '../../commands/hooks.ts';
import { addCorner } from '../../commands/journey/map.ts';
import { addKeptToPath, addToPath, clearPath } from '../../commands/journey/pathKeys.ts';
import { noiseLoop, randomLoop } from '../../commands/journey/pathLoops.ts';
import { swapEnds } from '../../commands/journey/walk.ts';
import { openDialog, setScaling, setTheme, showPanel } from '../../commands/view/view.ts';
import { exportImageValues, exportLargePng, exportLatent } from '../../commands/work/exports.ts';
import { chooseBackend, loadModel } from '../../commands/work/models.ts';
import { backendNames } from '../../engine/contract.ts';
import { useSelect, useSelectShallow, useZscapeStore } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { backendTitles } from '../EngineStatus.tsx';
import { tabs } from '../Rail.tsx';
import { keyTitle } from './keyTitles.ts';
import { shortcuts } from './shortcuts.ts';
import './palette.css';

interface Entry {
  /** Left out where the name is its own. */
  id?: string;
  name: string;
  keys?: readonly string[];
  act: () => void;
}

/** Every command by its name: type a few letters, Enter. */
export default function Palette() {
  const run = useRun();
  const store = useZscapeStore();
  const catalogue = useSelect((state) => state.catalogue);
  const pins = useSelectShallow(pinsOfModel);
  const close = () => run(openDialog, null);
  const groups = useMemo(() => {
    const state = store.getState();
    const of = (command: Command): Entry[] =>
      command.applies && !command.applies(state)
        ? []
        : [{ name: command.name, keys: command.keys, act: () => run(command) }];
    const others: Command[] = [
      swapEnds,
      addToPath,
      addKeptToPath,
      clearPath,
      addCorner,
      clearEdits,
      invertEdits,
      copyEdits,
      applyCopiedEdits,
      showResult,
    ];
    const loops: Entry[] = [
      { name: 'Random loop through 6 faces', act: () => run(randomLoop, 6) },
      { name: 'Noise loop around this face', act: () => run(noiseLoop, 30) },
    ];
    const files = [exportLargePng, exportLatent, exportImageValues];
    const groups: [string, Entry[]][] = [
      ['Do', [...[...shortcuts, ...others].flatMap(of), ...(state.face ? loops : [])]],
      ['Save', files.map((command) => ({ name: command.name, act: () => void run(command) }))],
      ['Go to', tabs.map(({ name, label }) => ({ name: label, act: () => run(showPanel, name) }))],
      ['Faces', pins.map((pin) => ({ id: pin.id, name: pin.name, act: () => run(takePin, pin) }))],
      [
        'Models',
        (catalogue ?? []).map((entry) => ({
          name: `Load ${entry.title}`,
          act: () => void run(loadModel, entry),
        })),
      ],
      [
        'Look',
        [
          { name: 'Dark theme', act: () => run(setTheme, 'dark') },
          { name: 'Light theme', act: () => run(setTheme, 'light') },
          { name: "The system's theme", act: () => run(setTheme, 'system') },
          { name: 'Smooth pixels', act: () => run(setScaling, 'smooth') },
          { name: 'Crisp pixels', act: () => run(setScaling, 'crisp') },
        ],
      ],
      [
        'Engine',
        backendNames.map((name) => ({
          name: `Compute with ${backendTitles[name]}`,
          act: () => run(chooseBackend, name),
        })),
      ],
    ];
    return groups.filter(([, entries]) => entries.length > 0);
  }, [run, store, catalogue, pins]);
  return (
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Portal>
        <div className="overlay" />
        <Dialog.Content className="dialog palette" aria-label="Command palette" aria-describedby={undefined}>
          <Menu label="Command palette">
            <Menu.Input placeholder="What would you like to do?" />
            <Menu.List>
              <Menu.Empty>Nothing is called that.</Menu.Empty>
              {groups.map(([title, entries]) => (
                <Menu.Group key={title} heading={title}>
                  {entries.map(({ id, name, keys, act }) => (
                    <Menu.Item
                      key={id ?? name}
                      value={`${title} ${name} ${id ?? ''}`}
                      keywords={[name]}
                      onSelect={() => {
                        // Closed first: some commands open a dialog of their own.
                        close();
                        act();
                      }}
                    >
                      <span>{name}</span>
                      {keys?.[0] && <kbd>{keyTitle(keys[0])}</kbd>}
                    </Menu.Item>
                  ))}
                </Menu.Group>
              ))}
            </Menu.List>
          </Menu>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
