/** Places a lesson's card near its control: never over the control, and beside the picture if there is room. */

/** CSS pixels of the window. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Obstacle {
  box: Box;
  /** Cost of covering one of its pixels; each pixel of distance from the control costs 1 per 100 pixels of the card's width. */
  cost: number;
}

/** Pixels between the card and its control, and between the card and the edge of the room. */
export const gap = 12;

/**
 * Chooses the cheapest place among those at the four sides of the control and along the edges of the room.
 * @param card its size
 * @param control null for none, which puts the card at the foot of the room
 * @param room the area for the card, which stays inside if it fits
 * @param obstacles areas that should stay visible
 */
export function placeCard(
  card: Pick<Box, 'width' | 'height'>,
  control: Box | null,
  room: Box,
  obstacles: readonly Obstacle[] = [],
): { left: number; top: number } {
  const within = (left: number, top: number): Box => ({
    left: clamp(left, room.left + gap, room.left + room.width - card.width - gap),
    top: clamp(top, room.top + gap, room.top + room.height - card.height - gap),
    ...card,
  });
  const middle = room.left + (room.width - card.width) / 2;
  const foot = room.top + room.height;
  if (!control) return position(within(middle, foot));
  const kept = grown(control, gap / 2);
  const cost = (box: Box) =>
    1e9 * Math.sign(common(box, kept)) * (1 + common(box, kept)) +
    obstacles.reduce((sum, { box: other, cost: each }) => sum + each * common(box, other), 0) +
    distance(box, control) * card.width * 0.01;
  const places = [...beside(card, control), ...corners(room, middle, foot)].map(([left, top]) =>
    within(left, top),
  );
  return position(places.reduce((best, place) => (cost(place) < cost(best) ? place : best)));
}

/** Returns the card's left and top for each side of the control, aligned to its start, middle and end. */
function beside({ width, height }: Pick<Box, 'width' | 'height'>, to: Box): [number, number][] {
  const along = (start: number, length: number, own: number) => [
    start,
    start + (length - own) / 2,
    start + length - own,
  ];
  return [
    ...along(to.top, to.height, height).flatMap((top): [number, number][] => [
      [to.left - gap - width, top],
      [to.left + to.width + gap, top],
    ]),
    ...along(to.left, to.width, width).flatMap((left): [number, number][] => [
      [left, to.top + to.height + gap],
      [left, to.top - gap - height],
    ]),
  ];
}

function corners(room: Box, middle: number, foot: number): [number, number][] {
  const right = room.left + room.width;
  return [room.left, middle, right].flatMap((left): [number, number][] => [
    [left, room.top],
    [left, foot],
  ]);
}

const position = ({ left, top }: Box) => ({ left: Math.round(left), top: Math.round(top) });

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

const grown = ({ left, top, width, height }: Box, by: number): Box => ({
  left: left - by,
  top: top - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

const shared = (from: number, length: number, other: number, otherLength: number) =>
  Math.max(0, Math.min(from + length, other + otherLength) - Math.max(from, other));

/** Returns the area of the overlap in pixels. */
export function common(one: Box, other: Box): number {
  return (
    shared(one.left, one.width, other.left, other.width) *
    shared(one.top, one.height, other.top, other.height)
  );
}

/** Returns the distance from edge to edge. */
function distance(one: Box, other: Box): number {
  const apart = (from: number, length: number, to: number, toLength: number) =>
    Math.max(0, to - (from + length), from - (to + toLength));
  return Math.hypot(
    apart(one.left, one.width, other.left, other.width),
    apart(one.top, one.height, other.top, other.height),
  );
}
