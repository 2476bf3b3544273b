import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type PointerEvent,
  type RefObject,
  useRef,
} from 'react';
import { useRun } from '../../commands/hooks.ts';
import { setMapPoint } from '../../commands/journey/map.ts';
import { formatPercent } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { cornerNear, type Pad } from '../../latent/map/pad.ts';
import { useSelect } from '../../store/hooks.ts';
import type { WalkEnd } from '../../store/state/journeys.ts';
import { Picture } from '../parts/pictures/Picture.tsx';
import { cornerLetter } from './cornerLetter.ts';
import { mapMessages } from './messages.ts';
import { useMosaic } from './useMosaic.ts';

const fine = 0.01;
const coarse = 0.1;
/** A point that comes this close to a corner snaps to it. */
const snap = 0.03;

const moves: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The map itself: a mosaic of its faces, its corners, and the point that the current face follows. */
export function MapPad({
  corners,
  pad,
  pictureOf,
}: {
  corners: readonly WalkEnd[];
  pad: Pad;
  pictureOf: (z: Float32Array) => ImageBitmap | undefined;
}) {
  const run = useRun();
  const t = useMessages(mapMessages);
  const mosaic = useRef<HTMLCanvasElement>(null);
  useMosaic(mosaic, pad);
  const x = useSelect((state) => state.map.x);
  const y = useSelect((state) => state.map.y);
  /** The pad's place on the screen. It is read once per drag, because the pad does not move and reading forces a layout. */
  const box = useRef<DOMRect | null>(null);

  const goTo = (toX: number, toY: number) => {
    const corner = pad.corners[cornerNear(pad, toX, toY, snap)];
    run(setMapPoint, ...(corner ?? [toX, toY]));
  };
  const follow = ({ clientX, clientY }: PointerEvent) => {
    if (!box.current) return;
    const { left, top, width, height } = box.current;
    goTo((clientX - left) / width, (clientY - top) / height);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moves[event.key];
    const step = event.shiftKey ? coarse : fine;
    if (move) run(setMapPoint, round(x + move[0] * step), round(y + move[1] * step));
    else if (event.key === 'Home') run(setMapPoint, 0.5, 0.5);
    else return;
    event.preventDefault();
  };

  return (
    // The role says that the pad handles the arrow keys itself.
    <div
      className="map-pad"
      role="application"
      aria-label={t.map}
      aria-description={t.padHelp({ x: formatPercent(x), y: formatPercent(y) })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the pad is a control of two directions, for which there is no other role
      tabIndex={0}
      data-try="map"
      data-x={x}
      data-y={y}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        box.current = event.currentTarget.getBoundingClientRect();
        follow(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
      }}
      onKeyDown={onKeyDown}
    >
      <Ground pad={pad} corners={corners} mosaic={mosaic} pictureOf={pictureOf} />
      <i className="map-point" style={{ left: `${100 * x}%`, top: `${100 * y}%` }} />
    </div>
  );
}

/** Everything under the point. It is not rendered again when the point moves. */
const Ground = memo(function Ground({
  pad,
  corners,
  mosaic,
  pictureOf,
}: {
  pad: Pad;
  corners: readonly WalkEnd[];
  mosaic: RefObject<HTMLCanvasElement | null>;
  pictureOf: (z: Float32Array) => ImageBitmap | undefined;
}) {
  return (
    <>
      <div className="map-ground" style={groundStyle(pad)}>
        <canvas ref={mosaic} />
      </div>
      {pad.corners.map(([left, top], index) => {
        const corner = corners[index];
        return (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its number
            key={index}
            className="map-corner"
            aria-hidden="true"
            style={{
              left: `${100 * left}%`,
              top: `${100 * top}%`,
              translate: `${-100 * inward(left)}% ${-100 * inward(top)}%`,
            }}
          >
            {corner && <Picture image={pictureOf(corner.z)} />}
            <b>{cornerLetter(index)}</b>
          </span>
        );
      })}
    </>
  );
});

/**
 * How far a corner's picture is moved inwards, so that it stays on the pad: 0 at the left or top, 1 at the right or
 * bottom.
 */
function inward(at: number): number {
  return at < 0.1 ? 0 : at > 0.9 ? 1 : 0.5;
}

function groundStyle({ outline }: Pad): CSSProperties {
  if (!outline) return {};
  const points = outline.map(([x, y]) => `${(100 * x).toFixed(2)}% ${(100 * y).toFixed(2)}%`);
  return { clipPath: `polygon(${points.join(', ')})` };
}

/** Rounds, so steps add up without the errors of binary fractions. */
function round(value: number): number {
  return Number(value.toFixed(6));
}
