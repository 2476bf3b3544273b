import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { formatNumber } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import type { Colour, Framing, Placement, Point, Size, Stroke } from '../../../photo/contract.ts';
import { moved, pinched, pixelsPerPixel, spun, toPicture, wholePlacement } from '../../../photo/placement.ts';
import { drawFrame } from './drawFrame.ts';
import { pictureMessages } from './messages.ts';
import { useHand } from './useHand.ts';

/** What dragging on the frame does: move the picture, or brush areas to include or exclude. */
export type Tool = 'move' | 'counts' | 'not';

/** Width of the canvas in pixels, whatever its size on the screen. */
const canvasWidth = 640;
const degree = Math.PI / 180;

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const spins: Record<string, { factor?: number; turn?: number }> = {
  '+': { factor: 1.02 },
  '=': { factor: 1.02 },
  '-': { factor: 1 / 1.02 },
  _: { factor: 1 / 1.02 },
  ',': { turn: -degree },
  '<': { turn: -degree },
  '.': { turn: degree },
  '>': { turn: degree },
};

export interface CropBoxProps {
  bitmap: ImageBitmap;
  /** The size of the model's pictures. */
  image: Size;
  placement: Placement;
  onPlacement: (placement: Placement) => void;
  strokes: readonly Stroke[];
  onStrokes: (strokes: readonly Stroke[]) => void;
  background: Colour;
  /** Marks where the model draws eyes and mouth. */
  framing?: Framing | undefined;
  tool: Tool;
  /** Radius of the brush, as a share of the frame's width. */
  brush: number;
}

/** The model's frame with the picture behind it, which mouse, fingers and keys can drag, zoom, rotate and brush. */
export function CropBox(props: CropBoxProps) {
  const { bitmap, image, placement, onPlacement, strokes, onStrokes, background, framing, tool, brush } =
    props;
  const t = useMessages(pictureMessages);
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [mask] = useState(() => document.createElement('canvas'));
  /** The position of the brush, in the frame's pixels from its centre. */
  const [at, setAt] = useState<Point>({ x: 0, y: 0 });
  /** The stroke under way, before it joins `strokes`. */
  const [stroke, setStroke] = useState<Stroke | null>(null);
  const scene = { picture: { width: bitmap.width, height: bitmap.height }, image };
  const radius = brush * image.width;
  // Several pointer events can arrive before React has rendered the first.
  const now = useRef({ placement, stroke });
  now.current = { placement, stroke };

  useEffect(() => {
    const shown = canvas.current;
    if (!shown) return;
    const picture = { width: bitmap.width, height: bitmap.height };
    drawFrame(shown, mask, {
      ...{ bitmap, scene: { picture, image }, placement, background, framing },
      strokes: stroke ? [...strokes, stroke] : strokes,
      brush: tool === 'move' ? null : { at, radius },
    });
  }, [bitmap, mask, image, placement, background, framing, strokes, stroke, tool, at, radius]);

  const place = (next: Placement) => {
    now.current.placement = next;
    onPlacement(next);
  };
  const brushed = (next: Stroke | null) => {
    now.current.stroke = next;
    setStroke(next);
  };
  const strokeAt = (point: Point): Stroke => ({
    points: [toPicture(scene, now.current.placement, point)],
    radius: radius * pixelsPerPixel(scene, now.current.placement.zoom),
    counts: tool === 'counts',
  });

  const handlers = useHand(frame, image, {
    begin(point) {
      if (tool === 'move') return;
      setAt(point);
      brushed(strokeAt(point));
    },
    drag(from, to) {
      if (tool === 'move')
        return place(moved(scene, now.current.placement, { x: to.x - from.x, y: to.y - from.y }));
      setAt(to);
      const begun = now.current.stroke;
      if (!begun) return;
      brushed({ ...begun, points: [...begun.points, toPicture(scene, now.current.placement, to)] });
    },
    end(cancelled) {
      const done = now.current.stroke;
      brushed(null);
      if (done && !cancelled) onStrokes([...strokes, done]);
    },
    pinch: (from, to) => place(pinched(scene, now.current.placement, from, to)),
    wheel: (point, factor) => place(spun(scene, now.current.placement, { factor, at: point })),
    hover: (point) => tool !== 'move' && setAt(point),
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = arrows[event.key];
    const spin = spins[event.key];
    const step = (event.shiftKey ? 0.1 : 0.01) * image.width;
    if (arrow && tool === 'move') place(moved(scene, placement, { x: arrow[0] * step, y: arrow[1] * step }));
    else if (arrow) setAt(within(image, { x: at.x + 2 * arrow[0] * step, y: at.y + 2 * arrow[1] * step }));
    else if (spin)
      place(spun(scene, placement, event.shiftKey && spin.turn ? { turn: 15 * spin.turn } : spin));
    else if (event.key === '0') place(wholePlacement(bitmap));
    else if (event.key === ' ' && tool !== 'move') onStrokes([...strokes, strokeAt(at)]);
    else return;
    event.preventDefault();
  };

  const help = t.frameHelp({
    zoom: formatNumber(placement.zoom, 2),
    turn: formatNumber(placement.turn / degree, 1),
  });
  return (
    // The role says that the frame handles the arrow keys itself.
    <div
      ref={frame}
      className="picture-frame"
      role="application"
      aria-label={t.frame}
      aria-description={tool === 'move' ? help : `${help} ${t.brushHelp}`}
      title={tool === 'move' ? help : t.brushHelp}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the frame is a two-dimensional control, for which no other role exists
      tabIndex={0}
      data-tool={tool}
      {...handlers}
      onKeyDown={onKeyDown}
    >
      <canvas
        ref={canvas}
        width={canvasWidth}
        height={Math.round((canvasWidth * image.height) / image.width)}
      />
    </div>
  );
}

function within({ width, height }: Size, { x, y }: Point): Point {
  const hold = (value: number, side: number) => Math.min(side / 2, Math.max(-side / 2, value));
  return { x: hold(x, width), y: hold(y, height) };
}
