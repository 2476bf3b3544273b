/** One person before the camera: sizes, colours, and where the points of the head lie in the picture. */
import { type Colour, colour, lighter } from './colour.ts';
import { type FactorId, type FactorValues, factors } from './factors.ts';
import { even, lerp, type Point, ramp, soften, softMin } from './maths.ts';

export interface Sitter {
  /** Softened factors. */
  readonly f: Readonly<Record<FactorId, number>>;
  /** Half the head's width, height and depth, in units of 1/256 of the picture. */
  readonly w: number;
  readonly h: number;
  readonly d: number;
  readonly sinYaw: number;
  /** Where a point of the face, or one `lift` units above it, lies in the picture; x right and y down from the head's middle. */
  at(x: number, y: number, lift?: number): Point;
  /** Where a point of the outline, which does not narrow when the head turns, lies in the picture; z towards the viewer. */
  edge(x: number, y: number, z?: number): Point;
  /** Heights on the face. */
  readonly eyeY: number;
  readonly noseY: number;
  readonly mouthY: number;
  /** -1 lit from the left to 1 lit from the right. */
  readonly side: number;
  readonly skin: Colour;
  readonly skinShade: Colour;
  readonly skinDeep: Colour;
  readonly hair: Colour;
  readonly brow: Colour;
  readonly clothes: Colour;
  readonly accent: Colour;
}

export function seat(values: FactorValues): Sitter {
  const f = Object.fromEntries(factors.map(({ id }, at) => [id, soften(values[at] ?? 0)])) as Record<
    FactorId,
    number
  >;
  const w = 49 + f.faceWidth * 4;
  const h = 63 + f.faceLength * 4;
  const d = 46;
  const sinYaw = Math.sin(f.yaw * 0.27);
  const cosYaw = Math.cos(f.yaw * 0.27);
  const sinPitch = Math.sin(f.pitch * 0.15);
  const cosPitch = Math.cos(f.pitch * 0.15);
  const cx = 128 - sinYaw * d * 0.5;
  const cy = 118 + sinPitch * d * 0.45;
  const depth = (x: number, y: number): number => {
    const q = 1 - (x / (w * 1.12)) ** 2 - (y / (h * 1.3)) ** 2;
    return d * Math.sqrt(Math.max(q, 0) + 0.01);
  };
  const project = (x: number, y: number, z: number): Point => [
    cx + x * cosYaw + z * sinYaw,
    cy + y * cosPitch - z * sinPitch,
  ];
  const skin = skinOf(f);
  const noseY = h * 0.31 + f.noseLength * 4;
  return {
    f,
    w,
    h,
    d,
    sinYaw,
    at: (x, y, lift = 0) => project(x, y, depth(x, y) + lift),
    edge: (x, y, z = 0) => [cx + x + z * sinYaw, cy + y - z * sinPitch],
    eyeY: -h * 0.03,
    noseY,
    mouthY: h * 0.61 + f.noseLength * 1.2,
    side: f.lightSide / Math.sqrt(1 + f.lightSide ** 2),
    skin,
    skinShade: { ...lighter(skin, -0.085), c: skin.c + 0.012, h: skin.h - 8 },
    skinDeep: { ...lighter(skin, -0.17), c: skin.c + 0.02, h: skin.h - 12 },
    hair: hairOf(f, skin),
    brow: browOf(f, skin),
    clothes: colour(lerp(0.3, 0.92, even(f.clothesLight)), 0.1, 250 + f.clothesHue * 76),
    accent: colour(0.74, 0.13, 45 + f.accentHue * 76),
  };
}

function skinOf(f: Readonly<Record<FactorId, number>>): Colour {
  const t = even(f.skin);
  const c = 0.045 + 0.16 * t * (1 - t) + Math.abs(f.undertone) * 0.004;
  return colour(lerp(0.93, 0.35, t), c, lerp(61, 53, t) - f.undertone * 11 - f.undertone * f.undertone * 2.4);
}

/** The hair's colour, darkened where it comes close to the skin's, so that the two never blend. */
function hairOf(f: Readonly<Record<FactorId, number>>, skin: Colour): Colour {
  const l = lerp(0.13, 0.96, even(f.hairLight * 0.9));
  const near = (l - skin.l + 0.02) / 0.17;
  const apart = l - 0.15 / (1 + near * near * near * near + near * near);
  const t = even(f.hairVivid);
  const room = 1 - ((l - 0.6) / 0.62) ** 2;
  const x = f.hairHue;
  return colour(apart, lerp(0.006, 0.17, t * (0.6 + 0.4 * t)) * room, 56 + 20 * x + 11 * x * x * x);
}

function browOf(f: Readonly<Record<FactorId, number>>, skin: Colour): Colour {
  const hair = hairOf(f, skin);
  return {
    ...hair,
    l: softMin(hair.l - 0.06, skin.l - 0.24, 0.1),
    c: hair.c * (1 - 0.3 * ramp(hair.l, 0.5, 1)),
  };
}
