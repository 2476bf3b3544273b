import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { paintPicture } from '../../canvas/paint.ts';
import { useRun } from '../../commands/hooks.ts';
import { moveDivider } from '../../commands/view/compare.ts';
import { renderPictures } from '../../commands/view/renderPictures.ts';
import { formatPercent } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { comparedFace } from '../../store/select/comparison.ts';
import { stageMessages } from './messages.ts';

const keySteps: Record<string, (at: number, step: number) => number> = {
  ArrowLeft: (at, step) => at - step,
  ArrowDown: (at, step) => at - step,
  ArrowRight: (at, step) => at + step,
  ArrowUp: (at, step) => at + step,
  PageDown: (at) => at - 0.1,
  PageUp: (at) => at + 0.1,
  Home: () => 0,
  End: () => 1,
};

/** Shows the previous face over the picture: all of it while a key is held, or the part to the left of a divider. */
export function PictureCompare() {
  const t = useMessages(stageMessages);
  const mode = useSelect((state) => state.comparison.mode);
  const z = useSelect((state) => (state.comparison.mode === 'off' ? null : comparedFace(state)));
  const at = useSelect((state) => state.comparison.at);
  if (mode === 'off' || z === null) return null;
  const share = mode === 'held' ? 1 : at;
  return (
    <div className="compare" style={{ '--divider': `${100 * share}%` } as CSSProperties} data-compare={mode}>
      <Before z={z} />
      <span className="compare-word before">{t.before}</span>
      {mode === 'divided' && <span className="compare-word after">{t.after}</span>}
      {mode === 'divided' && <Divider at={at} />}
    </div>
  );
}

/** The full picture of a latent, rendered in the engine's spare time. */
function Before({ z }: { z: Float32Array }) {
  const run = useRun();
  const t = useMessages(stageMessages);
  const scaling = useSelect((state) => state.scaling);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const abort = new AbortController();
    const paint = (_: number, image: ImageBitmap) => {
      const context = canvas.current?.getContext('2d');
      if (context && canvas.current) {
        canvas.current.width = image.width;
        canvas.current.height = image.height;
        paintPicture(context, image, image.width, image.height, 'crisp');
        canvas.current.dataset.painted = 'true';
      }
      image.close();
    };
    run(renderPictures, [z], { signal: abort.signal, onImage: paint })?.catch(() => undefined);
    return () => abort.abort();
  }, [run, z]);
  return <canvas ref={canvas} role="img" aria-label={t.faceBefore} className={`compare-before ${scaling}`} />;
}

function Divider({ at }: { at: number }) {
  const run = useRun();
  const t = useMessages(stageMessages);
  const follow = (event: PointerEvent<HTMLElement>) => {
    const picture = event.currentTarget.parentElement?.getBoundingClientRect();
    if (picture) run(moveDivider, (event.clientX - picture.left) / picture.width);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    run(moveDivider, Number(step(at, event.shiftKey ? 0.1 : 0.02).toFixed(4)));
  };
  return (
    <span
      className="compare-divider"
      role="slider"
      tabIndex={0}
      aria-label={t.divider}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * at)}
      aria-valuetext={t.dividerAt({ share: formatPercent(at) })}
      onPointerDown={(event) => {
        if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
      }}
      onKeyDown={onKeyDown}
    />
  );
}
