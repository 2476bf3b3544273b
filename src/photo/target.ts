/** The target of the search: the picture behind the frame, in the network's own numbers. Needs a browser. */
import type { Target } from '../latent/projection/contract.ts';
import type { Colour, ModelImage, Placement, Size, Stroke } from './contract.ts';
import { maskOf } from './mask.ts';
import { frameMatrix, pixelsPerPixel } from './placement.ts';
import { bytesOf, edgeColourOf, samplesOf } from './samples.ts';

/** Largest side of the canvas from which pixels of the picture are averaged. */
const largestStage = 1536;

interface TargetOptions {
  strokes?: readonly Stroke[];
  /** Fills the area outside the picture and behind its transparent parts. A network that draws alpha leaves both empty. */
  background?: Colour;
}

const white: Colour = [255, 255, 255];

/**
 * Converts the picture behind the frame. It is drawn at about its own resolution, and pixels that become one are
 * averaged, so that none is skipped.
 */
export function targetOf(
  bitmap: ImageBitmap,
  placement: Placement,
  image: ModelImage,
  { strokes = [], background = white }: TargetOptions = {},
): Target {
  const scene = { picture: sizeOf(bitmap), image };
  const { width, height, channels } = image;
  const most = Math.max(2, Math.floor(largestStage / Math.max(width, height)));
  const ratio = pixelsPerPixel(scene, placement.zoom);
  // A picture of the network's own size, or a whole multiple of it, would only be blurred by being enlarged first.
  const fewest = placement.turn === 0 && Number.isInteger(ratio) ? 1 : 2;
  const times = Math.min(most, Math.max(fewest, Math.round(ratio)));
  const context = canvasOf(width * times, height * times);
  if (channels !== 4) fill(context, background);
  context.setTransform(...frameMatrix(scene, placement, times));
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width * times, height * times);
  return {
    data: samplesOf(data, times, image),
    ...{ width, height, channels },
    mask: maskOf(scene, placement, strokes),
    range: [image.range[0]!, image.range[1]!],
  };
}

/** Converts a target to a displayable picture, also for the thumbnail of a pin. */
export function previewOf({ data, width, height }: Target, image: ModelImage): ImageData {
  return new ImageData(bytesOf(data, image), width, height);
}

/** Returns the default colour for the area outside a picture: that of its edge. */
export function edgeColour(bitmap: ImageBitmap): Colour {
  const side = 64;
  const context = canvasOf(side, side);
  context.drawImage(bitmap, 0, 0, side, side);
  return edgeColourOf(context.getImageData(0, 0, side, side).data, side, side);
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

function canvasOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  return context;
}

function fill(context: OffscreenCanvasRenderingContext2D, [red, green, blue]: Colour): void {
  context.fillStyle = `rgb(${red} ${green} ${blue})`;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
}
