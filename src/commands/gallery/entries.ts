/**
 * The gallery's ready walks, paths and edits. Their names and descriptions are in the texts of `panels/gallery`, under
 * their ids. An entry is offered if its model is in the catalogue.
 */
import type { GalleryEntry, Spot } from './entry.ts';

const portraits = 'portraits-128';
const avatars = 'avatars-128';

const turning = (yaw: number): Spot => ({ seed: 22, edit: { Turn: yaw } });
const hair = (edit: Spot['edit']): Spot => ({ seed: 22, edit });
const dressed = (edit: Spot['edit']): Spot => ({ seed: 50, edit });

export const galleryEntries = [
  {
    id: 'goingGrey',
    model: portraits,
    kind: 'walk',
    a: hair({ Beard: 2 }),
    b: hair({ Beard: 2, 'Hair colour': -3.5, 'Hair tone': 1 }),
    seconds: 4,
  },
  {
    id: 'turn',
    model: portraits,
    kind: 'path',
    keys: [turning(0), turning(3), turning(0), turning(-3)],
    seconds: 5,
  },
  {
    id: 'hairdresser',
    model: portraits,
    kind: 'path',
    keys: [
      hair({ 'Hair length': -3.5 }),
      hair({ 'Hair length': 0.5 }),
      hair({ 'Hair length': 3 }),
      hair({ 'Hair length': 0.5, Bun: 3.5, 'Hair colour': 2 }),
      hair({ 'Hair length': 2, 'Hair volume': 2, 'Hair hue': -3, 'Hair colour': 3 }),
    ],
    seconds: 9,
  },
  {
    id: 'closeUp',
    model: portraits,
    kind: 'edit',
    face: { seed: 45, edit: { Distance: 3, Tilt: -2.5, Turn: -1.5 } },
  },
  {
    id: 'incognito',
    model: portraits,
    kind: 'edit',
    face: { seed: 56, edit: { Cap: 3.5, Beard: 3, Glasses: 2.5 } },
  },
  {
    id: 'daylight',
    model: portraits,
    kind: 'walk',
    a: { seed: 45, edit: { Light: -4, 'Background tone': 2.5 } },
    b: { seed: 45, edit: { Light: 4, 'Background tone': -3.5 } },
    seconds: 4,
  },
  {
    id: 'sixStrangers',
    model: portraits,
    kind: 'path',
    keys: [{ seed: 22 }, { seed: 45 }, { seed: 33 }, { seed: 56 }, { seed: 3 }, { seed: 28 }],
    seconds: 12,
  },
  {
    id: 'wardrobe',
    model: portraits,
    kind: 'path',
    keys: [
      dressed({ 'Clothes hue': -3, Stripe: -3 }),
      dressed({ 'Clothes hue': 3, 'Accent hue': 3, Stripe: 3.5 }),
      dressed({ 'Clothes tone': -3.5, Collar: 3.5, Stripe: -2 }),
      dressed({ 'Clothes hue': -1, 'Clothes tone': 3, Neckline: 3.5, Stripe: -3 }),
    ],
    seconds: 8,
  },
  {
    id: 'meeting',
    model: avatars,
    kind: 'walk',
    a: { seed: 13 },
    b: { seed: 7 },
    seconds: 3,
  },
  {
    id: 'roundTable',
    model: avatars,
    kind: 'path',
    keys: [{ seed: 26 }, { seed: 32 }, { seed: 53 }, { seed: 19 }, { seed: 48 }],
    seconds: 10,
  },
  {
    id: 'movieStar',
    model: avatars,
    kind: 'edit',
    face: { seed: 12, edit: { Sunglasses: 4, 'Dark clothes': 3 } },
  },
  {
    id: 'growBeard',
    model: avatars,
    kind: 'walk',
    a: { seed: 5, edit: { 'Facial hair': -3 } },
    b: { seed: 5, edit: { 'Facial hair': 4 } },
    seconds: 3,
  },
  {
    id: 'hairColours',
    model: avatars,
    kind: 'path',
    keys: [
      { seed: 13, edit: { 'Dark hair': 3 } },
      { seed: 13, edit: { 'Red hair': 4 } },
      { seed: 13, edit: { 'Blond hair': 4 } },
    ],
    seconds: 6,
  },
  {
    id: 'goodNews',
    model: avatars,
    kind: 'path',
    keys: [
      { seed: 33, edit: { 'Angry brows': 4, Smile: -3 } },
      { seed: 33, edit: { 'Wide eyes': 4, 'Open mouth': 4 } },
      { seed: 33, edit: { Smile: 4 } },
    ],
    seconds: 6,
  },
] as const satisfies readonly GalleryEntry[];

export type GalleryId = (typeof galleryEntries)[number]['id'];
