import { useEffect } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { showBefore, stopShowingBefore, toggleDivider } from '../../commands/view/compare.ts';
import { copyFace } from '../../commands/work/exports.ts';
import { useMessages } from '../../language/useMessages.ts';
import { Copy, FlipHorizontal, Layers } from '../../panels/parts/icons.tsx';
import { keyTitle } from '../../panels/parts/keyTitles.ts';
import { useSelect } from '../../store/hooks.ts';
import { comparedFace } from '../../store/select/comparison.ts';
import { keyNow } from '../../store/select/keys.ts';
import { stageMessages } from './messages.ts';
import { PictureMenu } from './PictureMenu.tsx';

/** The buttons beside the picture: show the previous face, copy the picture, compare and drag. */
export function PictureTools() {
  const t = useMessages(stageMessages);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame of its own
    <span className="picture-tools" role="group" aria-label={t.tools}>
      <HoldButton />
      <DividerButton />
      <CopyButton />
      <PictureMenu />
    </span>
  );
}

/** Shows the previous face while a finger or Space holds it. */
function HoldButton() {
  const t = useMessages(stageMessages);
  const run = useRun();
  const possible = useSelect((state) => comparedFace(state) !== null);
  const held = useSelect((state) => state.comparison.mode === 'held');
  const key = useSelect((state) => keyNow(state, showBefore.keys?.[0] ?? ''));
  const stop = () => run(stopShowingBefore);
  useEffect(() => {
    if (!held) return;
    // Even if the finger has moved away.
    const letGo = () => run(stopShowingBefore);
    window.addEventListener('pointerup', letGo);
    window.addEventListener('pointercancel', letGo);
    return () => {
      window.removeEventListener('pointerup', letGo);
      window.removeEventListener('pointercancel', letGo);
    };
  }, [run, held]);
  return (
    <button
      type="button"
      className="icon-btn"
      aria-label={t.hold}
      aria-pressed={held}
      title={key === null ? t.hold : t.holdHint({ key: keyTitle(key) })}
      disabled={!possible}
      onPointerDown={(event) => {
        if (event.button === 0) run(showBefore);
      }}
      onKeyDown={(event) => {
        if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) run(showBefore);
      }}
      onKeyUp={stop}
      onBlur={stop}
      // Otherwise a finger that is held down opens the browser's menu.
      onContextMenu={(event) => event.preventDefault()}
    >
      <Layers size={17} aria-hidden="true" />
    </button>
  );
}

function DividerButton() {
  const t = useMessages(stageMessages);
  const run = useRun();
  const on = useSelect((state) => state.comparison.mode === 'divided');
  const possible = useSelect((state) => comparedFace(state) !== null);
  return (
    <button
      type="button"
      className="icon-btn"
      aria-label={t.divider}
      title={t.divider}
      aria-pressed={on}
      disabled={!possible && !on}
      onClick={() => run(toggleDivider)}
    >
      <FlipHorizontal size={17} aria-hidden="true" />
    </button>
  );
}

function CopyButton() {
  const t = useMessages(stageMessages);
  const run = useRun();
  const ready = useSelect((state) => state.face !== null);
  const key = useSelect((state) => keyNow(state, copyFace.keys?.[0] ?? ''));
  return (
    <button
      type="button"
      className="icon-btn"
      aria-label={t.copy}
      title={key === null ? t.copy : t.copyHint({ key: keyTitle(key) })}
      disabled={!ready}
      onClick={() => run(copyFace)}
    >
      <Copy size={17} aria-hidden="true" />
    </button>
  );
}
