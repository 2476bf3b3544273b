import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { toggleFullScreen, toggleOnlyPicture, togglePanel } from '../../commands/view/frame.ts';
import { useMessages } from '../../language/useMessages.ts';
import { IconButton } from '../../panels/parts/IconButton.tsx';
import { Contract, Expand, PanelIcon, Presentation, X } from '../../panels/parts/icons.tsx';
import { useSelect } from '../../store/hooks.ts';
import { PictureTools } from '../stage/PictureTools.tsx';
import { frameMessages } from './messages.ts';

/** The buttons at the corner of the stage that decide how much of the page the picture gets. */
export default function StageTools() {
  const run = useRun();
  const t = useMessages(frameMessages);
  const onlyPicture = useSelect((state) => state.onlyPicture);
  const panelShown = useSelect((state) => state.panelFrame.shown);
  const full = useSyncExternalStore(onFullScreen, isFull, isFull);
  const tools = useRef<HTMLSpanElement>(null);
  const focused = useRef<Element | null>(null);
  // This has to happen before the browser takes the focus away from what is now hidden.
  useLayoutEffect(() => {
    const { activeElement } = document;
    if (onlyPicture) {
      focused.current = activeElement;
      // A focused button would be pressed by Space, which should draw a new face.
      if (!tools.current?.contains(activeElement)) document.getElementById('stage')?.focus();
    } else if (focused.current instanceof HTMLElement) {
      focused.current.focus();
      focused.current = null;
    }
  }, [onlyPicture]);
  return (
    <span className="stage-tools" ref={tools}>
      <PictureTools />
      {!onlyPicture && (
        <IconButton
          label={panelShown ? t.hidePanel : t.showPanel}
          title={panelShown ? t.hidePanel : t.showPanel}
          Icon={PanelIcon}
          size={17}
          aria-expanded={panelShown}
          aria-controls="panel"
          className="panel-toggle"
          onClick={() => run(togglePanel)}
        />
      )}
      <IconButton
        label={onlyPicture ? t.everything : t.onlyPicture}
        title={onlyPicture ? t.everything : t.onlyPicture}
        Icon={onlyPicture ? X : Presentation}
        size={17}
        onClick={() => run(toggleOnlyPicture)}
      />
      {document.fullscreenEnabled && (
        <IconButton
          label={full ? t.leaveFullScreen : t.fullScreen}
          title={full ? t.leaveFullScreen : t.fullScreen}
          Icon={full ? Contract : Expand}
          size={17}
          onClick={() => void run(toggleFullScreen)}
        />
      )}
    </span>
  );
}

const isFull = () => document.fullscreenElement !== null;

function onFullScreen(changed: () => void): () => void {
  document.addEventListener('fullscreenchange', changed);
  return () => document.removeEventListener('fullscreenchange', changed);
}
