import { type RefObject, useEffect } from 'react';
import { paintPicture } from '../../canvas/paint.ts';
import { useRun } from '../../commands/hooks.ts';
import { renderPictures } from '../../commands/view/renderPictures.ts';
import { mosaicTiles, type Pad, type Tile } from '../../latent/map/pad.ts';
import { useSelect, useZscapeStore } from '../../store/hooks.ts';

/** Longest side of a tile's picture in pixels. */
const pictureSize = 40;
/** The mosaic is drawn once the corners have not changed for this long, in milliseconds. */
const restMs = 120;

/**
 * Fills a canvas with small pictures of the map's faces, coarse to fine, in the gaps between the frames on the stage. A new map
 * cancels the work for the old one.
 */
export function useMosaic(canvas: RefObject<HTMLCanvasElement | null>, pad: Pad | null): void {
  const run = useRun();
  const store = useZscapeStore();
  // Any change inside the network changes every picture.
  const network = useSelect((state) => state.network);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the engine holds the changes, and only their being others counts here
  useEffect(() => {
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (!target || !context || !pad) return;
    const abort = new AbortController();
    const n = tilesAcross(store.getState().engine?.ms ?? 0);
    const tiles = mosaicTiles(pad, n);
    const pictures: ImageBitmap[] = [];
    let frame = 0;
    const draw = () => {
      frame = 0;
      drawTiles(context, tiles, pictures, n);
    };
    const start = setTimeout(() => {
      const zs = tiles.map(({ column, row }) => pad.at((column + 0.5) / n, (row + 0.5) / n));
      const side = n * pictureSize;
      target.width = side;
      target.height = side;
      void run(renderPictures, zs, {
        size: pictureSize,
        signal: abort.signal,
        onImage: (index, image) => {
          pictures[index] = image;
          target.dataset.tiles = String(index + 1);
          frame ||= requestAnimationFrame(draw);
        },
      })?.catch(() => undefined);
    }, restMs);
    return () => {
      clearTimeout(start);
      cancelAnimationFrame(frame);
      abort.abort();
      for (const picture of pictures) picture.close();
    };
  }, [run, store, canvas, pad, network]);
}

/** The number of tiles a side that the current backend renders in about two seconds. */
function tilesAcross(msPerFrame: number): number {
  if (msPerFrame < 12) return 16;
  return msPerFrame < 150 ? 8 : 4;
}

/** Draws each picture at the size of its level until all pictures of the next level are there, and then smaller. */
function drawTiles(
  context: CanvasRenderingContext2D,
  tiles: readonly Tile[],
  pictures: readonly ImageBitmap[],
  n: number,
): void {
  const level = tiles[pictures.length - 1]?.level ?? 0;
  const whole = tiles[pictures.length]?.level !== level;
  // Draws the last complete level, and over it whatever there is of the next.
  const base = whole ? level : level + 1;
  pictures.forEach((picture, index) => {
    const tile = tiles[index];
    if (!tile) return;
    const side = pictureSize * 2 ** Math.min(tile.level, base, Math.log2(n));
    context.setTransform(1, 0, 0, 1, tile.column * pictureSize, tile.row * pictureSize);
    paintPicture(context, picture, side, side, 'smooth');
  });
}
