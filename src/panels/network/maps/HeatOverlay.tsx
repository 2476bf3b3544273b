import { type Ref, useImperativeHandle, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { paintHeat } from '../paintMaps.ts';

export interface HeatCanvas {
  /** @param map float32 [height, width] @param scale magnitude shown in full colour */
  show(map: Float32Array, width: number, height: number, scale: number): void;
  clear(): void;
}

/** An overlay on the stage that shows where in the picture a map is strong. */
export function HeatOverlay({ ref }: { ref: Ref<HeatCanvas> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [stage] = useState(() => document.querySelector('.canvas'));
  useImperativeHandle(ref, () => ({
    show: (map, width, height, scale) => {
      if (!canvas.current) return;
      canvas.current.hidden = false;
      paintHeat(canvas.current, map, width, height, scale);
    },
    clear: () => {
      if (canvas.current) canvas.current.hidden = true;
    },
  }));
  return stage && createPortal(<canvas ref={canvas} hidden className="maps-heat" />, stage);
}
