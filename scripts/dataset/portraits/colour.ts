/**
 * Colours as lightness, chroma and hue in OKLCH, where turning the hue keeps the perceived lightness.
 * Matrices: Björn Ottosson, "A perceptual color space for image processing", 2020.
 */
import { clamp, lerp } from './maths.ts';

export interface Colour {
  /** 0 black to 1 white. */
  readonly l: number;
  /** 0 grey to about 0.3. */
  readonly c: number;
  /** Degrees: about 30 red, 90 yellow, 145 green, 260 blue. */
  readonly h: number;
}

export const colour = (l: number, c: number, h: number): Colour => ({ l, c, h });

/** Lightens by `by`, or darkens where it is negative; shadows get a little more chroma, lights a little less. */
export const lighter = ({ l, c, h }: Colour, by: number): Colour => ({
  l: clamp(l + by, 0.08, 0.985),
  c: Math.max(0, c - by * 0.12),
  h,
});

/** Between two colours, by their components along the axes of OKLab, so the hue never takes the long way round. */
export function mix(from: Colour, to: Colour, t: number): Colour {
  const [a1, b1] = axes(from);
  const [a2, b2] = axes(to);
  const a = lerp(a1, a2, t);
  const b = lerp(b1, b2, t);
  return { l: lerp(from.l, to.l, t), c: Math.sqrt(a * a + b * b), h: (Math.atan2(b, a) * 180) / Math.PI };
}

const axes = ({ c, h }: Colour): readonly [number, number] => {
  const angle = (h * Math.PI) / 180;
  return [c * Math.cos(angle), c * Math.sin(angle)];
};

/** The colour as SVG writes it. Values outside sRGB are clipped channel by channel. */
export function css(of: Colour): string {
  const [a, b] = axes(of);
  const l = (of.l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (of.l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (of.l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return `rgb(${[
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
    .map(encode)
    .join(',')})`;
}

/** The sRGB curve, 0 to 255. */
function encode(light: number): number {
  const v = clamp(light);
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
}
