import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { setPanelFrame, togglePanel } from '../../commands/view/frame.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { panelLimits } from '../../store/state/settings.ts';
import { frameMessages } from './messages.ts';
import { showPanelFrame } from './rootFrame.ts';
import type { FrameShape } from './useFrameShape.ts';

/** A drag hides the panel if it leaves less than this share of the smallest panel. */
const hidesBelow = 0.6;

/**
 * The line between picture and panel. It is dragged, or moved with the arrow keys; Enter or a double click hides the panel and
 * brings it back.
 */
export default function PanelEdge({ shape }: { shape: FrameShape }) {
  const run = useRun();
  const t = useMessages(frameMessages);
  const frame = useSelect((state) => state.panelFrame);
  const [now, setNow] = useState<number | null>(null);
  const across = shape === 'below';
  const limits = across ? panelLimits.share : panelLimits.width;
  useLayoutEffect(() => {
    showPanelFrame(document.documentElement, frame);
    const panel = document.getElementById('panel');
    if (!panel) return;
    // The styles decide on the final size, because they leave room for the picture.
    const measure = () => setNow(Math.round(sizeOf(panel, across)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(panel);
    return () => observer.disconnect();
  }, [frame, across]);

  const resize = (size: number) => {
    if (size < limits.lowest * hidesBelow) run(setPanelFrame, { shown: false });
    else {
      const kept = Math.round(Math.min(limits.highest, Math.max(limits.lowest, size)) * 10) / 10;
      run(setPanelFrame, { shown: true, [across ? 'share' : 'width']: kept });
    }
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const page = document.getElementById('root')?.getBoundingClientRect();
    if (!page) return;
    const foot = document.querySelector('.rail')?.getBoundingClientRect().top ?? page.bottom;
    resize(across ? (100 * (foot - event.clientY)) / page.height : page.right - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = (across ? 2 : 16) * (event.shiftKey ? 4 : 1);
    const size = now ?? limits.lowest;
    if (event.key === 'Enter') run(togglePanel);
    else if (event.key === (across ? 'ArrowUp' : 'ArrowLeft')) resize(size + step);
    else if (event.key === (across ? 'ArrowDown' : 'ArrowRight'))
      resize(Math.max(limits.lowest, size - step));
    else if (event.key === 'Home') resize(limits.lowest);
    else if (event.key === 'End') resize(limits.highest);
    else return;
    event.preventDefault();
  };
  const value = frame.shown ? (now ?? limits.lowest) : 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be focused and moved is no line between paragraphs.
    <div
      className="panel-edge"
      role="separator"
      tabIndex={0}
      aria-label={t.panelSize}
      aria-controls="panel"
      aria-orientation={across ? 'horizontal' : 'vertical'}
      aria-valuemin={0}
      aria-valuemax={Math.max(limits.highest, value)}
      aria-valuenow={value}
      aria-valuetext={
        frame.shown ? (across ? t.percent({ count: value }) : t.pixels({ count: value })) : t.panelHidden
      }
      title={t.panelSizeHelp}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.dataset.dragged = '';
      }}
      onPointerMove={drag}
      onLostPointerCapture={({ currentTarget }) => {
        delete currentTarget.dataset.dragged;
      }}
      onDoubleClick={() => run(togglePanel)}
      onKeyDown={onKeyDown}
    />
  );
}

/** The panel's size: its width in CSS pixels, or its height in percent of the page's. */
function sizeOf(panel: HTMLElement, across: boolean): number {
  return across ? (100 * panel.offsetHeight) / window.innerHeight : panel.offsetWidth;
}
