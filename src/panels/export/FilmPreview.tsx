import { useEffect, useRef } from 'react';
import { useMessages } from '../../language/useMessages.ts';
import { useMediaQuery } from '../parts/useMediaQuery.ts';
import { exportMessages } from './messages.ts';
import type { Preview } from './usePreview.ts';

/** Loops the first frames of the film; with reduced motion, shows only the first. */
export function FilmPreview({
  preview,
  width,
  height,
}: {
  preview: Preview | null;
  width: number;
  height: number;
}) {
  const t = useMessages(exportMessages);
  const canvas = useRef<HTMLCanvasElement>(null);
  const still = useMediaQuery('(prefers-reduced-motion: reduce)');
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const first = preview?.frames[0];
    if (!context || !preview || !first) return;
    context.canvas.width = first.width;
    context.canvas.height = first.height;
    const paint = (index: number) => {
      const frame = preview.frames[index];
      if (!frame || frame.width === 0) return;
      context.clearRect(0, 0, frame.width, frame.height);
      context.drawImage(frame, 0, 0);
    };
    paint(0);
    if (still || preview.frames.length < 2) return;
    // Plays there and back, so the excerpt does not jump where the film would go on.
    const count = preview.frames.length;
    const length = 2 * count - 2;
    let asked = 0;
    const begun = performance.now();
    const step = (now: number) => {
      const at = Math.floor(((now - begun) / 1000) * preview.fps) % length;
      paint(at < count ? at : length - at);
      asked = requestAnimationFrame(step);
    };
    asked = requestAnimationFrame(step);
    return () => cancelAnimationFrame(asked);
  }, [preview, still]);
  return (
    <div className="film-preview">
      <canvas
        ref={canvas}
        role="img"
        aria-label={t.preview}
        hidden={preview === null}
        style={{ aspectRatio: `${width} / ${height}` }}
      />
      {preview === null && <span className="hint">{t.previewing}</span>}
    </div>
  );
}
