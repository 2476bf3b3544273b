/** Puts a portrait together from its parts, back to front, as SVG text. */
import { background } from './background.ts';
import { beard, moustache } from './beard.ts';
import { clothes, neck } from './body.ts';
import { brow, eye } from './eyes.ts';
import type { FactorValues } from './factors.ts';
import { frontPath, hairBefore, hairBehind, locks } from './hair.ts';
import { ear, folds, head } from './head.ts';
import { n } from './maths.ts';
import { chinShade, mouth } from './mouth.ts';
import { nose } from './nose.ts';
import { seat } from './sitter.ts';
import { cap, earring, glasses } from './wears.ts';

/** @returns SVG of 256 x 256 units; the same factors always give the same text. */
export function portrait(values: FactorValues): string {
  const s = seat(values);
  const turned = `<g transform="rotate(${n(s.f.roll * 4.5)} 128 205)">`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 256 256">${background(s)}` +
    `<g transform="translate(128 142) scale(${n3(1.09 + s.f.size * 0.075)}) translate(-128 -140)">` +
    `${turned}${hairBehind(s)}${neck(s)}</g>${clothes(s)}` +
    `${turned}${locks(s)}${head(s, frontPath(s))}${folds(s)}${chinShade(s)}${beard(s)}${nose(s)}` +
    `${eye(s, -1)}${eye(s, 1)}${mouth(s)}${moustache(s)}` +
    `${hairBefore(s)}${brow(s, -1)}${brow(s, 1)}${cap(s)}${ear(s, -1)}${ear(s, 1)}${earring(s, -1)}${earring(s, 1)}${glasses(s)}</g></g></svg>`
  );
}

const n3 = (x: number): string => x.toFixed(4);
