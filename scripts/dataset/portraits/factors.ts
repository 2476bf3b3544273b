/**
 * The factors of a portrait. Each is a number from N(0, 1), independent of all others, that moves one thing evenly from its low to
 * its high end.
 */
import { createRandom } from '../../../src/base/random.ts';

export const groups = [
  'Pose',
  'Face',
  'Hair',
  'Eyes and brows',
  'Nose and mouth',
  'Wears',
  'Colours and light',
] as const;

export interface Factor {
  readonly id: string;
  readonly name: string;
  /** What a picture shows at -2. */
  readonly low: string;
  /** What a picture shows at 2. */
  readonly high: string;
  readonly group: (typeof groups)[number];
  /** Whether the page shows its slider before those of the groups. */
  readonly first: boolean;
  /** How the number becomes a shape or a colour. */
  readonly draws: string;
}

type Row = readonly [id: string, name: string, low: string, high: string, draws: string];

const pose = [
  ['yaw', 'Turn', 'left', 'right', 'rotates the head about its upright axis, about 15 degrees each'],
  ['pitch', 'Nod', 'down', 'up', 'rotates the head about the axis through its ears, about 8 degrees each'],
  ['roll', 'Tilt', 'left', 'right', 'turns the head in the picture about the neck, 4.5 degrees each'],
  ['size', 'Distance', 'far', 'near', 'scales the whole figure by a fifteenth each'],
] as const satisfies readonly Row[];

const face = [
  ['faceWidth', 'Face width', 'narrow', 'wide', 'width of the head'],
  ['faceLength', 'Face length', 'short', 'long', 'height of the head'],
  ['jaw', 'Jaw', 'pointed', 'square', 'width of the lower jaw and of the chin'],
  ['ears', 'Ears', 'small', 'large', 'height and width of both ears'],
  [
    'age',
    'Age',
    'young',
    'old',
    'folds beside the mouth, below the eyes and on the forehead lengthen and widen',
  ],
  ['blush', 'Cheeks', 'pale', 'rosy', 'size and strength of the red on both cheeks'],
  ['neck', 'Neck', 'slender', 'strong', 'width of the neck'],
  ['shoulders', 'Shoulders', 'narrow', 'broad', 'width of the shoulders'],
] as const satisfies readonly Row[];

const hair = [
  ['hairLength', 'Hair length', 'bald', 'long', 'the hairline comes forward, then the ends grow down'],
  ['hairVolume', 'Hair volume', 'flat', 'full', 'thickness of the hair on top and at the sides'],
  ['hairWave', 'Curls', 'straight', 'curly', 'round lobes along the outline grow'],
  ['fringe', 'Fringe', 'high forehead', 'down to the brows', 'height of the hairline'],
  ['parting', 'Parting', 'left', 'right', 'where the hairline divides, and the side that is fuller'],
  ['sideburns', 'Sideburns', 'short', 'long', 'length of the hair in front of the ears'],
  ['bun', 'Bun', 'none', 'large', 'a knot grows out from behind the crown'],
  ['beard', 'Beard', 'none', 'full', 'grows from the chin along the jaw, up the cheeks and down'],
  ['moustache', 'Moustache', 'none', 'large', 'grows from below the nose to both sides'],
] as const satisfies readonly Row[];

const eyes = [
  ['eyeSize', 'Eye size', 'small', 'large', 'width and height of both eyes'],
  ['eyeSpacing', 'Eye spacing', 'close', 'apart', 'distance between the eyes'],
  ['eyeTilt', 'Eye tilt', 'drooping', 'upturned', 'height of the outer corners'],
  ['eyesOpen', 'Eyes', 'closed', 'wide', 'how far the upper lids are raised'],
  ['wink', 'Wink', 'left', 'right', 'lowers one lid and raises the other'],
  ['gazeX', 'Gaze aside', 'left', 'right', 'moves both irises sideways'],
  ['gazeY', 'Gaze', 'down', 'up', 'moves both irises up and down'],
  ['lashes', 'Lashes', 'fine', 'heavy', 'thickness of the upper lid line and length of its wing'],
  ['browHeight', 'Brow height', 'low', 'high', 'distance between brows and eyes'],
  ['browAngle', 'Brow slant', 'worried', 'stern', 'raises the inner or the outer ends'],
  ['browThick', 'Brow thickness', 'thin', 'thick', 'thickness of both brows'],
  ['browArch', 'Brow arch', 'flat', 'arched', 'bend of both brows'],
] as const satisfies readonly Row[];

const mouth = [
  ['noseLength', 'Nose length', 'short', 'long', 'height of the tip of the nose'],
  ['noseWidth', 'Nose width', 'narrow', 'wide', 'width of tip and wings'],
  ['smile', 'Smile', 'frown', 'smile', 'raises or lowers both corners of the mouth'],
  ['smirk', 'Smirk', 'left', 'right', 'raises one corner of the mouth and lowers the other'],
  ['mouthOpen', 'Mouth', 'closed', 'open', 'lowers the lower lip, shows teeth and tongue'],
  ['mouthWidth', 'Mouth width', 'narrow', 'wide', 'distance of the corners'],
  ['lips', 'Lips', 'thin', 'full', 'thickness of both lips'],
] as const satisfies readonly Row[];

const wears = [
  ['glasses', 'Glasses', 'none', 'bold', 'slide down to the eyes while their frame gets thicker'],
  ['earrings', 'Earrings', 'none', 'large', 'balls below the ears grow'],
  ['cap', 'Cap', 'none', 'pulled on', 'grows from the crown and comes down to the forehead'],
  ['collar', 'Collar', 'none', 'wide', 'width of the border of the neckline'],
  ['neckline', 'Neckline', 'high', 'low', 'depth of the opening of the clothes'],
  ['stripe', 'Stripe', 'none', 'broad', 'height of the stripe across the chest'],
  ['eyeshadow', 'Eye shadow', 'bare', 'bright', 'colour of the lids, and how far up it reaches'],
  ['lipstick', 'Lip colour', 'natural', 'red', 'colour of both lips'],
] as const satisfies readonly Row[];

const light = [
  ['skin', 'Skin', 'light', 'dark', 'lightness of the skin'],
  ['undertone', 'Undertone', 'golden', 'rosy', 'hue of the skin'],
  ['hairLight', 'Hair tone', 'dark', 'light', 'lightness of hair, beard and brows'],
  ['hairHue', 'Hair hue', 'violet', 'green', 'hue of the hair: natural from copper to gold, dyed beyond'],
  ['hairVivid', 'Hair colour', 'grey', 'vivid', 'chroma of the hair'],
  ['irisHue', 'Eye colour', 'brown', 'violet', 'hue of both irises, over green and blue'],
  ['clothesHue', 'Clothes hue', 'green', 'red', 'hue of the clothes, over blue and violet'],
  ['clothesLight', 'Clothes tone', 'dark', 'light', 'lightness of the clothes'],
  ['accentHue', 'Accent hue', 'blue', 'teal', 'hue of cap, collar and stripe, over pink, orange and yellow'],
  ['backHue', 'Background hue', 'mint', 'sand', 'hue of the background, over blue, violet and pink'],
  ['backLight', 'Background tone', 'dark', 'light', 'lightness of the background'],
  ['lightSide', 'Light', 'from the left', 'from the right', 'which side is lit and which in shadow'],
] as const satisfies readonly Row[];

type Ids<T extends readonly Row[]> = T[number][0];
export type FactorId =
  | Ids<typeof pose>
  | Ids<typeof face>
  | Ids<typeof hair>
  | Ids<typeof eyes>
  | Ids<typeof mouth>
  | Ids<typeof wears>
  | Ids<typeof light>;

/** What people reach for first in a portrait. */
const shownFirst: ReadonlySet<FactorId> = new Set([
  'yaw',
  'age',
  'hairLength',
  'hairWave',
  'beard',
  'eyesOpen',
  'smile',
  'mouthOpen',
  'glasses',
  'cap',
  'skin',
  'hairLight',
]);

/** In the order of the columns of a data set. */
export const factors: readonly (Factor & { readonly id: FactorId })[] = [
  pose,
  face,
  hair,
  eyes,
  mouth,
  wears,
  light,
].flatMap((rows, at) =>
  rows.map(([id, name, low, high, draws]) => ({
    ...{ id, name, low, high, draws },
    group: groups[at] ?? 'Pose',
    first: shownFirst.has(id),
  })),
);

/** One number per factor, in the table's order. */
export type FactorValues = Float32Array;

/** The factors of a seed, each from N(0, 1), rounded to float32 as in a data set. */
export function drawFactors(seed: number): FactorValues {
  const random = createRandom(seed);
  return Float32Array.from(factors, () => random.normal());
}
