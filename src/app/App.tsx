import { Tabs } from 'radix-ui';
import { useEffect } from 'react';
import { useRun } from '../commands/hooks.ts';
import { openDialog, showPanel } from '../commands/view/view.ts';
import { useMessages } from '../language/useMessages.ts';
import { type LaterPart, laterPart, Part } from '../panels/parts/later/LaterPart.tsx';
import { useMediaQuery } from '../panels/parts/useMediaQuery.ts';
import { LatentStrip } from '../panels/strip/LatentStrip.tsx';
import { useSelect } from '../store/hooks.ts';
import { type DialogName, type PanelName, panelNames } from '../store/state/state.ts';
import { useFrameShape } from './frame/useFrameShape.ts';
import { Actions } from './header/Actions.tsx';
import { Header } from './header/Header.tsx';
import { Later, StartedContext } from './Later.tsx';
import { Notices } from './Notices.tsx';
import { NewVersion } from './offline/NewVersion.tsx';
import { pageMessages } from './page/messages.ts';
import { Rail } from './Rail.tsx';
import { RealFaces } from './RealFaces.tsx';
import { StageView } from './StageView.tsx';
import { SkipLinks } from './skip/SkipLinks.tsx';
import { useStarted } from './useStarted.ts';

const panels = {
  sample: laterPart(() => import('../panels/sample/SamplePanel.tsx')),
  walk: laterPart(() => import('../panels/walk/WalkPanel.tsx')),
  path: laterPart(() => import('../panels/path/PathPanel.tsx')),
  map: laterPart(() => import('../panels/map/MapPanel.tsx')),
  attributes: laterPart(() => import('../panels/attributes/AttributesPanel.tsx')),
  arithmetic: laterPart(() => import('../panels/arithmetic/ArithmeticPanel.tsx')),
  photo: laterPart(() => import('../panels/photo/PhotoPanel.tsx')),
  network: laterPart(() => import('../panels/network/NetworkPanel.tsx')),
  models: laterPart(() => import('../panels/models/ModelsPanel.tsx')),
};
const dialogs: Partial<Record<DialogName, { name: string; part: LaterPart }>> = {
  batch: { name: 'Batch', part: laterPart(() => import('../panels/batch/BatchDialog.tsx')) },
  export: { name: 'Export', part: laterPart(() => import('../panels/export/ExportDialog.tsx')) },
  png: { name: 'Export PNG', part: laterPart(() => import('../panels/png/PngDialog.tsx')) },
  gallery: { name: 'Gallery', part: laterPart(() => import('../panels/gallery/GalleryDialog.tsx')) },
  lessons: { name: 'Lessons', part: laterPart(() => import('../panels/lessons/LessonsDialog.tsx')) },
  palette: { name: 'Command palette', part: laterPart(() => import('./keys/Palette.tsx')) },
  sessions: { name: 'Sessions', part: laterPart(() => import('../panels/sessions/SessionsDialog.tsx')) },
  shortcuts: { name: 'Keyboard shortcuts', part: laterPart(() => import('./keys/ShortcutsDialog.tsx')) },
};
const pinTray = laterPart(async () => ({ default: (await import('../panels/tray/PinTray.tsx')).PinTray }));
const addressQuestion = laterPart(async () => ({
  default: (await import('./AddressQuestion.tsx')).AddressQuestion,
}));
const recipeQuestion = laterPart(async () => ({
  default: (await import('./RecipeQuestion.tsx')).RecipeQuestion,
}));
const panelEdge = laterPart(() => import('./frame/PanelEdge.tsx'));
const stageTools = laterPart(() => import('./frame/StageTools.tsx'));
const firstVisit = laterPart(() => import('../panels/first/FirstVisit.tsx'));
const lessonCard = laterPart(() => import('../panels/lessons/LessonCard.tsx'));
const dropZone = laterPart(async () => ({ default: (await import('./files/DropZone.tsx')).DropZone }));

/** Fetches the parts of the page beside the first picture, which the build puts into one file. A part that cannot be fetched says so where it is rendered. */
const fetchBeside = (panel: PanelName, first: boolean) =>
  Promise.allSettled(
    [panels[panel], pinTray, dropZone, ...(first ? [firstVisit] : [])].map((part) => part.fetch()),
  );

/** The place of the tray. */
function TrayRoom() {
  const t = useMessages(pageMessages);
  return <section className="tray" aria-label={t.pins} />;
}

/** Keeps space for the tools beside the picture until they load. */
const toolsRoom = (
  <span className="stage-tools">
    {['before', 'divider', 'copy', 'drag', 'panel', 'picture', 'screen'].map((tool) => (
      <span key={tool} className="icon-btn" />
    ))}
  </span>
);

export function App() {
  const run = useRun();
  const t = useMessages(pageMessages);
  const panel = useSelect((state) => state.panel);
  const first = useSelect((state) => !state.firstVisit.over);
  const lesson = useSelect(({ lessons }) => lessons.open !== null);
  const started = useStarted(() => fetchBeside(panel, first));
  const dialog = useSelect((state) => state.dialog);
  const shown = dialog && dialogs[dialog];
  const theme = useSelect((state) => state.theme);
  const asksForModel = useSelect((state) => state.askedRecipe !== null);
  const seeThrough = useSelect((state) => state.model?.image.channels === 4);
  const shape = useFrameShape();
  const onlyPicture = useSelect((state) => state.onlyPicture);
  const systemIsLight = useMediaQuery('(prefers-color-scheme: light)');
  useEffect(() => {
    document.documentElement.dataset.theme = theme === 'system' ? (systemIsLight ? 'light' : 'dark') : theme;
  }, [theme, systemIsLight]);
  useEffect(() => {
    // On the root element, because menus and dialogs are outside the page's own element.
    document.documentElement.toggleAttribute('data-see-through', seeThrough);
  }, [seeThrough]);
  return (
    <StartedContext value={started}>
      <Tabs.Root
        className="app"
        value={panel}
        data-only-picture={onlyPicture || undefined}
        orientation={shape === 'below' || shape === 'scroll' ? 'horizontal' : 'vertical'}
        onValueChange={(value) => {
          const next = panelNames.find((name) => name === value);
          if (next) run(showPanel, next);
        }}
      >
        <SkipLinks />
        <Rail />
        <Header />
        <main className="stage" id="stage" tabIndex={-1}>
          <StageView />
          <LatentStrip />
          <Later room={toolsRoom}>
            <Part of={stageTools} broken="hidden" room={toolsRoom} />
          </Later>
          <Actions />
          <Notices>
            <Later>
              <NewVersion />
              <Part of={addressQuestion} broken="block" />
              {asksForModel && <Part of={recipeQuestion} broken="block" />}
            </Later>
          </Notices>
        </main>
        <Later room={<TrayRoom />}>
          <Part of={pinTray} broken="block" room={<TrayRoom />} />
        </Later>
        <aside className="panel-side" aria-label={t.panel}>
          <Later first>
            <Part of={panelEdge} broken="hidden" shape={shape} />
          </Later>
          <div className="panel" id="panel" tabIndex={-1}>
            <Later first>
              {!lesson && (first ? <Part of={firstVisit} broken="hidden" /> : <RealFaces />)}
            </Later>
            {panelNames.map((name) => {
              return (
                <Tabs.Content key={name} value={name} className="panel-content">
                  <Later first>
                    <Part of={panels[name]} broken="block" />
                  </Later>
                </Tabs.Content>
              );
            })}
          </div>
        </aside>
        <Later>
          {lesson && <Part of={lessonCard} broken="hidden" docked={shape !== 'beside'} />}
          <Part of={dropZone} broken="hidden" />
        </Later>
        {shown && (
          <Part
            key={dialog}
            of={shown.part}
            name={shown.name}
            broken="dialog"
            onGiveUp={() => run(openDialog, null)}
          />
        )}
      </Tabs.Root>
    </StartedContext>
  );
}
