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
import { showLessons } from '../../commands/lessons/lessons.ts';
import { useCommandTitle } from '../../commands/names/commandTitle.ts';
import { showFirstSteps } from '../../commands/view/firstVisit.ts';
import { openDialog, setScaling, setTheme, showGallery, showPanel } from '../../commands/view/view.ts';
import { openBatchDialog } from '../../commands/work/batch.ts';
import { exportDirectionsNpy, exportDirectionsSafetensors } from '../../commands/work/directions.ts';
import { exportImageValues, exportLargePng, exportLatent } from '../../commands/work/exports.ts';
import { chooseBackend, loadModel } from '../../commands/work/models.ts';
import { copyTfjsCode, copyTorchCode, sharePicture } from '../../commands/work/sharePicture.ts';
import { backendNames } from '../../engine/contract.ts';
import { returnFocus } from '../../panels/parts/focusTrail.ts';
import { keyTitle } from '../../panels/parts/keyTitles.ts';
import { useSelect, useSelectShallow, useZscapeStore } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { backendTitles } from '../EngineStatus.tsx';
import { tabs } from '../Rail.tsx';
import { shortcuts } from './shortcuts.ts';
import './palette.css';
import { useMessages } from '../../language/useMessages.ts';
import { pageMessages } from '../page/messages.ts';

interface Entry {
  /** Left out if the name is unique. */
  id?: string;
  name: string;
  keys?: readonly string[];
  act: () => void;
}

/** Finds every command by name: type a few letters and press Enter. */
export default function Palette() {
  const run = useRun();
  const store = useZscapeStore();
  const catalogue = useSelect((state) => state.catalogue);
  const pins = useSelectShallow(pinsOfModel);
  const title = useCommandTitle();
  const t = useMessages(pageMessages);
  const close = () => run(openDialog, null);
  const groups = useMemo(() => {
    const state = store.getState();
    const of = (command: Command<[], unknown>): Entry[] =>
      command.applies && !command.applies(state)
        ? []
        : [{ name: title(command.name), keys: command.keys, act: () => run(command) }];
    const others: Command[] = [
      swapEnds,
      addToPath,
      addKeptToPath,
      clearPath,
      addCorner,
      showGallery,
      showLessons,
      showFirstSteps,
      clearEdits,
      invertEdits,
      copyEdits,
      applyCopiedEdits,
      showResult,
      openBatchDialog,
    ];
    const loops: Entry[] = [
      { name: t.randomLoop({ count: 6 }), act: () => run(randomLoop, 6) },
      { name: t.noiseLoop, act: () => run(noiseLoop, 30) },
    ];
    const files = [
      exportLargePng,
      exportLatent,
      exportImageValues,
      sharePicture,
      copyTfjsCode,
      copyTorchCode,
      exportDirectionsSafetensors,
      exportDirectionsNpy,
    ];
    const groups: [string, Entry[]][] = [
      [t.groupDo, [...[...shortcuts, ...others].flatMap(of), ...(state.face ? loops : [])]],
      [t.groupExport, files.flatMap(of)],
      [t.groupGo, tabs.map(({ name }) => ({ name: t[name], act: () => run(showPanel, name) }))],
      [t.groupFaces, pins.map((pin) => ({ id: pin.id, name: pin.name, act: () => run(takePin, pin) }))],
      [
        t.models,
        (catalogue ?? []).map((entry) => ({
          name: t.loadModel({ model: entry.title }),
          act: () => void run(loadModel, entry),
        })),
      ],
      [
        t.groupLook,
        [
          { name: t.darkTheme, act: () => run(setTheme, 'dark') },
          { name: t.lightTheme, act: () => run(setTheme, 'light') },
          { name: t.systemTheme, act: () => run(setTheme, 'system') },
          { name: t.smoothPixels, act: () => run(setScaling, 'smooth') },
          { name: t.crispPixels, act: () => run(setScaling, 'crisp') },
        ],
      ],
      [
        t.engine,
        backendNames.map((name) => ({
          name: t.computeWith({ backend: backendTitles[name] }),
          act: () => run(chooseBackend, name),
        })),
      ],
    ];
    return groups.filter(([, entries]) => entries.length > 0);
  }, [run, store, catalogue, pins, title, t]);
  return (
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Portal>
        <div className="overlay" />
        <Dialog.Content
          className="dialog palette"
          aria-label={t.palette}
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus();
          }}
        >
          <Menu label={t.palette}>
            <Menu.Input placeholder={t.paletteAsk} />
            <Menu.List label={t.palette}>
              <Menu.Empty>{t.paletteNone}</Menu.Empty>
              {groups.map(([title, entries]) => (
                <Menu.Group key={title} heading={title}>
                  {entries.map(({ id, name, keys, act }) => (
                    <Menu.Item
                      key={id ?? name}
                      value={`${title} ${name} ${id ?? ''}`}
                      keywords={[name]}
                      onSelect={() => {
                        // The palette is closed first, because some commands open a dialog of their own.
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
