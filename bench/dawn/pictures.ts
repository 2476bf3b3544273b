/** Stand-ins for browser classes that Node lacks, enough for a backend to make pictures that nobody looks at. */

class Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;

  /** Like ImageData: (width, height) or (data, width, height). */
  constructor(first: number | Uint8ClampedArray, second: number, third?: number) {
    this.width = typeof first === 'number' ? first : second;
    this.height = typeof first === 'number' ? second : (third ?? first.length / 4 / second);
    this.data = typeof first === 'number' ? new Uint8ClampedArray(4 * this.width * this.height) : first;
  }
}

/** Offers no context, so pictures go through buffers. */
class NoCanvas {
  getContext(): null {
    return null;
  }
}

export function installPictures(): void {
  const createImageBitmap = async ({ width, height }: Pixels) => ({ width, height, close() {} });
  Object.assign(globalThis, { ImageData: Pixels, OffscreenCanvas: NoCanvas, createImageBitmap });
}
