/**
 * Moves, zooms and turns a picture behind the frame of the network's picture. Points of the frame are measured from its
 * middle in its own pixels, right and down; a frame of 128 x 128 is 128 x 128 here, whatever its size on the screen.
 * Pure.
 */
import type { Placement, Point, Size } from './contract.ts';

/** A picture, and the network's picture: everything that a placement depends on. */
export interface Scene {
  picture: Size;
  image: Size;
}

export const leastZoom = 0.2;

/** The frame shows at least this many pixels of the picture, if the picture has them. */
const fewestPixels = 16;

/** Returns the largest allowed zoom. */
export function mostZoom({ picture }: Scene): number {
  return Math.max(4, Math.min(picture.width, picture.height) / fewestPixels);
}

/** Returns the initial placement: upright in the middle, just covering the frame. */
export function wholePlacement({ width, height }: Size): Placement {
  return { x: width / 2, y: height / 2, zoom: 1, turn: 0 };
}

/** Returns how many pixels of the picture one pixel of the frame covers. */
export function pixelsPerPixel({ picture, image }: Scene, zoom: number): number {
  return Math.min(picture.width / image.width, picture.height / image.height) / zoom;
}

/** Maps a point of the frame to the picture. */
export function toPicture(scene: Scene, { x, y, zoom, turn }: Placement, at: Point): Point {
  const scale = pixelsPerPixel(scene, zoom);
  const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)];
  return { x: x + cos * at.x + sin * at.y, y: y - sin * at.x + cos * at.y };
}

/** Maps a point of the picture to the frame. */
export function toFrame(scene: Scene, { x, y, zoom, turn }: Placement, at: Point): Point {
  const scale = 1 / pixelsPerPixel(scene, zoom);
  const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)];
  const [right, down] = [at.x - x, at.y - y];
  return { x: cos * right - sin * down, y: sin * right + cos * down };
}

/**
 * Returns the matrix for `CanvasRenderingContext2D.setTransform` that draws the picture into the frame.
 * @param scale pixels of the canvas per pixel of the frame
 */
export function frameMatrix(
  scene: Scene,
  placement: Placement,
  scale: number,
): [number, number, number, number, number, number] {
  const size = scale / pixelsPerPixel(scene, placement.zoom);
  const [cos, sin] = [size * Math.cos(placement.turn), size * Math.sin(placement.turn)];
  const { x, y } = placement;
  const [middleX, middleY] = [(scale * scene.image.width) / 2, (scale * scene.image.height) / 2];
  return [cos, sin, -sin, cos, middleX - (cos * x - sin * y), middleY - (sin * x + cos * y)];
}

/** Limits a placement: the middle of the frame stays on the picture. */
export function kept(scene: Scene, { x, y, zoom, turn }: Placement): Placement {
  const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
  const round = 2 * Math.PI;
  return {
    x: within(x, 0, scene.picture.width),
    y: within(y, 0, scene.picture.height),
    zoom: within(zoom, leastZoom, mostZoom(scene)),
    turn: turn - round * Math.round(turn / round),
  };
}

/** Moves the picture with the pointer. @param by pixels of the frame */
export function moved(scene: Scene, placement: Placement, by: Point): Placement {
  const { x, y } = toPicture(scene, placement, { x: -by.x, y: -by.y });
  return kept(scene, { ...placement, x, y });
}

/**
 * Enlarges and turns the picture about a point of the frame, which stays in place.
 * @param factor 2 shows it twice as large
 * @param turn clockwise, in radians
 */
export function spun(
  scene: Scene,
  placement: Placement,
  { factor = 1, turn = 0, at = { x: 0, y: 0 } }: { factor?: number; turn?: number; at?: Point },
): Placement {
  const held = toPicture(scene, placement, at);
  const zoom = Math.min(mostZoom(scene), Math.max(leastZoom, placement.zoom * factor));
  return holding(scene, { ...placement, zoom, turn: placement.turn + turn }, held, at);
}

/** Moves the picture with two fingers, so that the same points stay under them. Points of the frame. */
export function pinched(
  scene: Scene,
  placement: Placement,
  from: readonly [Point, Point],
  to: readonly [Point, Point],
): Placement {
  const [before, after] = [between(...from), between(...to)];
  const factor = before.length > 0 ? after.length / before.length : 1;
  const { zoom, turn } = spun(scene, placement, { factor, turn: after.angle - before.angle });
  const held = toPicture(scene, placement, before.middle);
  return holding(scene, { ...placement, zoom, turn }, held, after.middle);
}

function between(a: Point, b: Point) {
  return {
    middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
    length: Math.hypot(b.x - a.x, b.y - a.y),
    angle: Math.atan2(b.y - a.y, b.x - a.x),
  };
}

/** Moves a placement so that a point of the picture is at a point of the frame. */
function holding(scene: Scene, placement: Placement, held: Point, at: Point): Placement {
  const there = toPicture(scene, placement, at);
  return kept(scene, {
    ...placement,
    x: placement.x + held.x - there.x,
    y: placement.y + held.y - there.y,
  });
}
