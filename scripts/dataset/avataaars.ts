/**
 * The recipe of the model that ships: `avataaars`, designed by Pablo Stanley (https://avataaars.com, free for personal and
 * commercial use). Its options are the ones that can be told apart at 128 px, in shares that leave no attribute rare.
 */
import { none, type Recipe, type Weighted } from './recipe.ts';

const evenly = (...values: readonly string[]): readonly Weighted[] => values.map((value) => [value, 1]);

export const avataaars: Recipe = {
  style: 'avataaars',
  options: new Map<string, readonly Weighted[]>([
    ['backgroundColor', evenly('b6e3f4', 'c0aede', 'ffdfbf', 'ffd5dc', 'c8f2dd', 'ffffff')],
    // From light to dark; the style's two yellow tones are left out to make "dark skin" one axis.
    [
      'skinColor',
      [
        ['ffdbb4', 24],
        ['edb98a', 22],
        ['d08b5b', 20],
        ['ae5d29', 18],
        ['614335', 16],
      ],
    ],
    [
      'top',
      [
        // hats, 20 %
        ['hat', 5],
        ['turban', 5],
        ['winterHat1', 5],
        ['winterHat03', 5],
        // long hair, 38 %
        ['bob', 7],
        ['curly', 6],
        ['curvy', 6],
        ['miaWallace', 7],
        ['straight02', 6],
        ['straightAndStrand', 6],
        // short hair, 38 %
        ['bun', 4],
        ['dreads01', 4],
        ['fro', 4],
        ['shaggy', 4],
        ['shortCurly', 6],
        ['shortFlat', 6],
        ['shortWaved', 5],
        ['sides', 2],
        ['theCaesar', 3],
        [none, 4],
      ],
    ],
    [
      'hairColor',
      [
        ['2c1b18', 24],
        ['4a312c', 16],
        ['a55728', 14],
        ['d6b370', 18],
        ['c93305', 16],
        ['e8e1e1', 6],
        ['f59797', 6],
      ],
    ],
    ['hatColor', evenly('262e33', '5199e4', 'ff5c5c', 'a7ffc4', 'e6e6e6')],
    [
      'accessories',
      [
        ['prescription02', 11],
        ['round', 11],
        ['sunglasses', 8],
        ['kurt', 6],
        [none, 64],
      ],
    ],
    // One dark frame: a thin, light one would be lost on light skin.
    ['accessoriesColor', [['262e33', 1]]],
    [
      'facialHair',
      [
        ['beardMedium', 9],
        ['beardMajestic', 9],
        ['beardLight', 6],
        ['moustacheMagnum', 6],
        [none, 70],
      ],
    ],
    [
      'eyes',
      [
        ['default', 44],
        ['happy', 14],
        ['closed', 18],
        ['surprised', 16],
        ['wink', 8],
      ],
    ],
    [
      'eyebrows',
      [
        ['default', 36],
        ['raisedExcited', 22],
        ['angry', 14],
        ['sadConcerned', 14],
        ['flatNatural', 14],
      ],
    ],
    [
      'mouth',
      [
        ['smile', 30],
        ['default', 10],
        ['twinkle', 16],
        ['serious', 14],
        ['sad', 12],
        ['screamOpen', 10],
        ['tongue', 8],
      ],
    ],
    [
      'clothing',
      evenly('blazerAndShirt', 'collarAndSweater', 'hoodie', 'overall', 'shirtCrewNeck', 'shirtVNeck'),
    ],
    ['clothesColor', evenly('262e33', '5199e4', 'a7ffc4', 'e6e6e6', 'ff5c5c', 'ff488e', 'ffafb9')],
  ]),
  follows: new Map([['facialHairColor', 'hairColor']]),
};
