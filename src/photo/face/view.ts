/** Square views of a picture for the face library, and the way back from them. */
import type { Point, Size } from '../contract.ts';

/**
 * A square part of a picture: its middle and side in the picture's pixels, and the clockwise turn of the picture behind
 * it.
 */
export interface View {
  x: number;
  y: number;
  side: number;
  turn: number;
}

/** RGBA, row major, `size` pixels a side. */
export interface ViewPixels {
  data: Uint8ClampedArray;
  size: number;
}

/** Draws a view of one picture at a size in pixels; black beyond the picture. */
export type Look = (view: View, size: number) => ViewPixels;

/** Returns a view of the whole picture, turned. */
export function wholeView({ width, height }: Size, turn = 0): View {
  return { x: width / 2, y: height / 2, side: Math.max(width, height), turn };
}

/** Maps a point of a view, in shares of its side, to the picture. */
export function outOfView({ x, y, side, turn }: View, at: Point): Point {
  const [right, down] = [(at.x - 0.5) * side, (at.y - 0.5) * side];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return { x: x + right * cos + down * sin, y: y - right * sin + down * cos };
}

/** Returns the matrix for `CanvasRenderingContext2D.setTransform` that draws the picture into a view of `size` pixels. */
export function viewMatrix(
  { x, y, side, turn }: View,
  size: number,
): [number, number, number, number, number, number] {
  const scale = size / side;
  const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)];
  return [cos, sin, -sin, cos, size / 2 - (cos * x - sin * y), size / 2 - (sin * x + cos * y)];
}
