import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { paintZ } from '../../commands/face/editDimensions.ts';
import { useRun } from '../../commands/hooks.ts';
import { formatNumber } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect, useZscapeStore } from '../../store/hooks.ts';
import { latentSize } from '../../store/select/faces.ts';
import { stripMessages } from './messages.ts';
import { dimensionAt, tickColour, valueAt } from './ticks.ts';
import './strip.css';

/**
 * Every dimension of z as one tick of colour: blue below zero, amber above. It is painted without React, once a frame, so a walk
 * makes it shimmer as fast as the picture changes.
 */
export function LatentStrip() {
  const store = useZscapeStore();
  const run = useRun();
  const t = useMessages(stripMessages);
  const size = useSelect(latentSize);
  const canvas = useRef<HTMLCanvasElement>(null);
  const lastPainted = useRef<number | null>(null);
  const box = useRef<DOMRect | null>(null);
  const [hovered, setHovered] = useState<{ dimension: number; x: number } | null>(null);
  const value = useSelect(({ face }) => (hovered ? face?.z[hovered.dimension] : undefined));

  useEffect(() => {
    const target = canvas.current;
    const context = target?.getContext('2d', { alpha: false });
    if (!target || !context || size === 0) return;
    target.width = size;
    target.height = 1;
    const paint = (z: Float32Array | undefined) => {
      // The class comes after z, if there are classes.
      if (!z || z.length < size) return;
      const row = context.createImageData(size, 1);
      for (let dimension = 0; dimension < size; dimension++) {
        row.data.set(tickColour(z[dimension] ?? 0), dimension * 4);
      }
      context.putImageData(row, 0, 0);
    };
    const paintNow = () => {
      frame = 0;
      paint(store.getState().face?.z);
    };
    let frame = requestAnimationFrame(paintNow);
    const stop = store.subscribe(
      ({ face }) => face?.z,
      () => {
        frame ||= requestAnimationFrame(paintNow);
      },
    );
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, [store, size]);

  const follow = (event: PointerEvent<HTMLCanvasElement>) => {
    if (size === 0) return;
    // Asked once while the pointer is over the strip, because asking forces a layout.
    box.current ??= event.currentTarget.getBoundingClientRect();
    const { left, top, width, height: tall } = box.current;
    const x = (event.clientX - left) / width;
    const dimension = dimensionAt(x, size);
    setHovered({ dimension, x });
    if (event.buttons !== 1 || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    // A fast hand skips ticks between two events; these are painted too.
    const from = lastPainted.current ?? dimension;
    const painted = valueAt((event.clientY - top) / tall);
    run(paintZ, Math.min(from, dimension), Math.max(from, dimension), painted);
    lastPainted.current = dimension;
  };

  return (
    <div className="strip">
      <canvas
        ref={canvas}
        role="img"
        aria-label={t.label}
        title={t.hint}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          lastPainted.current = null;
          box.current = null;
          follow(event);
        }}
        onPointerMove={follow}
        onPointerLeave={() => {
          box.current = null;
          setHovered(null);
        }}
        onPointerCancel={() => setHovered(null)}
      />
      {hovered && value !== undefined && (
        <span className="strip-tip tab-nums" style={{ left: `${hovered.x * 100}%` }} aria-hidden="true">
          {t.value({ index: String(hovered.dimension), value: formatNumber(value, 2, true) })}
        </span>
      )}
    </div>
  );
}
