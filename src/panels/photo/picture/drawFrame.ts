/** Draws a picture behind the frame, with excluded areas darkened, and the marks where a model draws eyes and mouth. */
import type { Colour, Framing, Placement, Point, Stroke } from '../../../photo/contract.ts';
import { frameMatrix, pixelsPerPixel, type Scene } from '../../../photo/placement.ts';

export interface Look {
  bitmap: ImageBitmap;
  scene: Scene;
  placement: Placement;
  strokes: readonly Stroke[];
  background: Colour;
  framing: Framing | undefined;
  /** In the frame's pixels; null while the tool moves the picture. */
  brush: { at: Point; radius: number } | null;
}

const cssColour = ([red, green, blue]: Colour) => `rgb(${red} ${green} ${blue})`;

/** @param canvas has the frame's aspect ratio; its width sets the scale */
export function drawFrame(canvas: HTMLCanvasElement, mask: HTMLCanvasElement, look: Look): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  const scale = width / look.scene.image.width;
  context.resetTransform();
  context.fillStyle = cssColour(look.background);
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.setTransform(...frameMatrix(look.scene, look.placement, scale));
  context.drawImage(look.bitmap, 0, 0);
  context.resetTransform();
  if (look.strokes.length > 0) {
    drawMask(mask, canvas, look, scale);
    context.globalAlpha = 0.72;
    context.drawImage(mask, 0, 0);
    context.globalAlpha = 1;
  }
  if (look.framing) drawMarks(context, look.framing, width, height);
  if (look.brush) drawBrush(context, look.brush, scale, width, height);
}

/** Draws the mask, opaque where the picture is excluded. */
function drawMask(mask: HTMLCanvasElement, canvas: HTMLCanvasElement, look: Look, scale: number): void {
  mask.width = canvas.width;
  mask.height = canvas.height;
  const context = mask.getContext('2d');
  if (!context) return;
  context.fillStyle = '#000';
  if (look.strokes[0]?.counts) context.fillRect(0, 0, mask.width, mask.height);
  context.setTransform(...frameMatrix(look.scene, look.placement, scale));
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { points, radius, counts } of look.strokes) {
    const [first, ...rest] = points;
    if (first === undefined) continue;
    context.globalCompositeOperation = counts ? 'destination-out' : 'source-over';
    context.lineWidth = 2 * Math.max(radius, pixelsPerPixel(look.scene, look.placement.zoom) / 2);
    // A line without length has no round caps, so a dab is drawn as a disc.
    context.beginPath();
    context.arc(first.x, first.y, context.lineWidth / 2, 0, 2 * Math.PI);
    context.fill();
    context.beginPath();
    context.moveTo(first.x, first.y);
    for (const { x, y } of rest) context.lineTo(x, y);
    context.stroke();
  }
}

/** Strokes twice, dark under light, to be visible on any picture. */
function twice(context: CanvasRenderingContext2D, width: number, draw: () => void): void {
  for (const [colour, line] of [
    ['#000a', 5],
    ['#fff', 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = (line * width) / 640;
    draw();
    context.stroke();
  }
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { leftEye, rightEye, mouth }: Framing,
  width: number,
  height: number,
): void {
  const arm = width / 40;
  twice(context, width, () => {
    context.beginPath();
    for (const [x, y] of [leftEye, rightEye, mouth]) {
      const [right, down] = [x * width, y * height];
      context.moveTo(right - arm, down);
      context.lineTo(right + arm, down);
      context.moveTo(right, down - arm);
      context.lineTo(right, down + arm);
    }
  });
}

function drawBrush(
  context: CanvasRenderingContext2D,
  { at, radius }: NonNullable<Look['brush']>,
  scale: number,
  width: number,
  height: number,
): void {
  twice(context, width, () => {
    context.beginPath();
    context.arc(width / 2 + at.x * scale, height / 2 + at.y * scale, radius * scale, 0, 2 * Math.PI);
  });
}
