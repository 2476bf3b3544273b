/** Pictures of one, three and four channels as the device draws them, compared with `pixels.ts`. */
import { fitted, toPixels } from '../../pixels.ts';
import { makePainter } from '../painter.ts';

interface PaintingCase {
  name: string;
  tolerance: number;
  run(device: GPUDevice): Promise<number>;
}

const [width, height] = [7, 5];

/**
 * Of 255. Colours are stored premultiplied in 8 bits, so those at a low alpha are imprecise: premultiplied values are
 * compared, and not the result of dividing again.
 */
const rounding = 1.01;

export const paintingCases: PaintingCase[] = ([1, 3, 4] as const).map((channels) => ({
  name: `painter, ${channels} channels`,
  tolerance: rounding,
  async run(device) {
    const data = Float32Array.from(
      { length: width * height * channels },
      (_, i) => 1.3 * Math.sin(1 + 2.9 * i),
    );
    const range: [number, number] = [-1, 1];
    const image = { width, height, channels, range };
    const painter = await makePainter(device, image, true);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const buffer = device.createBuffer({ size: data.byteLength, usage });
    device.queue.writeBuffer(buffer, 0, data);
    let worst = 0;
    for (const longest of [undefined, 3]) {
      const to = fitted(image, longest);
      const shown = premultiplied(pixelsOf(await painter.paint(buffer, longest)));
      const wanted = premultiplied(toPixels({ data, width, height, channels }, range, to));
      shown.forEach((value, i) => {
        worst = Math.max(worst, Math.abs(value - wanted[i]!));
      });
    }
    painter.dispose();
    buffer.destroy();
    return worst;
  },
}));

function pixelsOf(bitmap: ImageBitmap): Uint8ClampedArray {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  bitmap.close();
  return data;
}

const premultiplied = (pixels: Uint8ClampedArray) =>
  Float32Array.from(pixels, (value, i) => (i % 4 === 3 ? value : (value * pixels[i | 3]!) / 255));
