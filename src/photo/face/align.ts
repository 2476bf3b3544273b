/**
 * Computes the placement that puts a face where a model draws faces: the least squares similarity (one scale, one turn,
 * one move) from the model's places of eyes and mouth to those in the picture, as CelebA's own pictures were aligned (Liu
 * et al. 2015). Pure.
 */
import type { Framing, Placement, Point } from '../contract.ts';
import { kept, type Scene } from '../placement.ts';
import type { RawFace } from './finder.ts';

/** Returns the placement, within the limits of `kept`. */
export function alignment(scene: Scene, framing: Framing, face: Omit<RawFace, 'box' | 'score'>): Placement {
  const { width, height } = scene.image;
  const inFrame = ([x, y]: readonly [number, number]): Point => ({
    x: (x - 0.5) * width,
    y: (y - 0.5) * height,
  });
  const from = [framing.leftEye, framing.rightEye, framing.mouth].map(inFrame);
  const to = [face.leftEye, face.rightEye, face.mouth];
  const [a, b] = [mean(from), mean(to)];
  // With points as complex numbers, to - b = (re + i im) (from - a).
  let [re, im, all] = [0, 0, 0];
  for (const [i, p] of from.entries()) {
    const [px, py] = [p.x - a.x, p.y - a.y];
    const [qx, qy] = [to[i]!.x - b.x, to[i]!.y - b.y];
    re += px * qx + py * qy;
    im += px * qy - py * qx;
    all += px * px + py * py;
  }
  re /= all;
  im /= all;
  const scale = Math.hypot(re, im);
  const whole = Math.min(scene.picture.width / width, scene.picture.height / height);
  return kept(scene, {
    x: b.x - (re * a.x - im * a.y),
    y: b.y - (im * a.x + re * a.y),
    zoom: whole / scale,
    turn: -Math.atan2(im, re),
  });
}

function mean(points: readonly Point[]): Point {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
