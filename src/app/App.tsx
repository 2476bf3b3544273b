import { Tabs } from 'radix-ui';
import { lazy, Suspense, useEffect } from 'react';
import { useRun } from '../commands/hooks.ts';
import { showPanel } from '../commands/view/view.ts';
import { useMediaQuery } from '../panels/parts/useMediaQuery.ts';
import { LatentStrip } from '../panels/strip/LatentStrip.tsx';
import { useSelect } from '../store/hooks.ts';
import { type PanelName, panelNames } from '../store/state/state.ts';
import { Boundary } from './Boundary.tsx';
import { FetchedAhead, laterPart } from './FetchedAhead.tsx';
import { Actions } from './header/Actions.tsx';
import { Header } from './header/Header.tsx';
import { Later, StartedContext } from './Later.tsx';
import { Notices } from './Notices.tsx';
import { Rail } from './Rail.tsx';
import { RealFaces } from './RealFaces.tsx';
import { StageView } from './StageView.tsx';
import { useStarted } from './useStarted.ts';

const panels = {
  sample: laterPart(() => import('../panels/sample/SamplePanel.tsx')),
  walk: laterPart(() => import('../panels/walk/WalkPanel.tsx')),
  path: laterPart(() => import('../panels/path/PathPanel.tsx')),
  map: laterPart(() => import('../panels/map/MapPanel.tsx')),
  attributes: laterPart(() => import('../panels/attributes/AttributesPanel.tsx')),
  arithmetic: laterPart(() => import('../panels/arithmetic/ArithmeticPanel.tsx')),
  models: laterPart(() => import('../panels/models/ModelsPanel.tsx')),
};
const GifDialog = lazy(() => import('../panels/gif/GifDialog.tsx'));
const Palette = lazy(() => import('./keys/Palette.tsx'));
const SessionsDialog = lazy(() => import('../panels/sessions/SessionsDialog.tsx'));
const ShortcutsDialog = lazy(() => import('./keys/ShortcutsDialog.tsx'));
const pinTray = laterPart(async () => ({ default: (await import('../panels/tray/PinTray.tsx')).PinTray }));
const AddressQuestion = lazy(async () => ({
  default: (await import('./AddressQuestion.tsx')).AddressQuestion,
}));
const dropZone = laterPart(async () => ({ default: (await import('./DropZone.tsx')).DropZone }));

/** What stands beside the first picture, in one file. A part that cannot be had says so where it is rendered. */
const fetchBeside = (panel: PanelName) =>
  Promise.allSettled([panels[panel], pinTray, dropZone].map((part) => part.fetch()));

/** Where the tray will stand. */
const trayRoom = <section className="tray" aria-label="Kept faces" />;

export function App() {
  const run = useRun();
  const panel = useSelect((state) => state.panel);
  const started = useStarted(() => fetchBeside(panel));
  const dialog = useSelect((state) => state.dialog);
  const theme = useSelect((state) => state.theme);
  const seeThrough = useSelect((state) => state.model?.image.channels === 4);
  const narrow = useMediaQuery('(max-width: 820px)');
  const systemIsLight = useMediaQuery('(prefers-color-scheme: light)');
  useEffect(() => {
    document.documentElement.dataset.theme = theme === 'system' ? (systemIsLight ? 'light' : 'dark') : theme;
  }, [theme, systemIsLight]);
  useEffect(() => {
    // On the root, because menus and dialogs stand beside the page.
    document.documentElement.toggleAttribute('data-see-through', seeThrough);
  }, [seeThrough]);
  return (
    <StartedContext value={started}>
      <Tabs.Root
        className="app"
        value={panel}
        orientation={narrow ? 'horizontal' : 'vertical'}
        onValueChange={(value) => {
          const next = panelNames.find((name) => name === value);
          if (next) run(showPanel, next);
        }}
      >
        <Rail />
        <Header />
        <main className="stage">
          <StageView />
          <LatentStrip />
          <Actions />
          <Notices>
            <Later>
              <AddressQuestion />
            </Later>
          </Notices>
        </main>
        <Later room={trayRoom}>
          <FetchedAhead part={pinTray} />
        </Later>
        <aside className="panel" aria-label="Panel">
          <Later>
            <RealFaces />
          </Later>
          {panelNames.map((name) => {
            return (
              <Tabs.Content key={name} value={name} className="panel-content">
                <Boundary otherwise={(error) => <BrokenPanel error={error} />}>
                  <Later>
                    <FetchedAhead part={panels[name]} />
                  </Later>
                </Boundary>
              </Tabs.Content>
            );
          })}
        </aside>
        <Later>
          <FetchedAhead part={dropZone} />
        </Later>
        <Suspense fallback={null}>
          {dialog === 'gif' && <GifDialog />}
          {dialog === 'shortcuts' && <ShortcutsDialog />}
          {dialog === 'sessions' && <SessionsDialog />}
          {dialog === 'palette' && <Palette />}
        </Suspense>
      </Tabs.Root>
    </StartedContext>
  );
}

/** One panel that broke; everything else goes on. */
function BrokenPanel({ error }: { error: Error }) {
  return (
    <p className="hint" role="alert">
      This panel broke: {error.message || 'it met something unexpected'}. Undo what led here, or open another
      panel and come back.
    </p>
  );
}
