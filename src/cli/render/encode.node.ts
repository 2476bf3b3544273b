/**
 * Encodes pictures as PNG, WebP or JPEG without a browser. Node only; Squoosh's encoders come as WebAssembly
 * (`@jsquash`).
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import type { PictureFormat } from '../../base/batchLimits.ts';
import { pngBytes } from '../../export/pngBytes.ts';

interface Pixels {
  /** RGBA uint8 [height, width, 4], not premultiplied. */
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

export interface EncodeChoices {
  format: PictureFormat;
  /** 1 to 100; ignored for PNG. */
  quality: number;
}

export type EncodePicture = (pixels: Pixels, alpha: boolean) => Promise<Uint8Array<ArrayBuffer>>;

/** Loads the format's encoder. JPEGs have a white background, as on the page. */
export async function openEncoder({ format, quality }: EncodeChoices): Promise<EncodePicture> {
  if (format === 'png')
    return async (pixels, alpha) => pngBytes(pixels, alpha, (bytes) => deflateSync(bytes));
  if (format === 'webp') {
    const { default: encode, init } = await import('@jsquash/webp/encode.js');
    await init(await compiled('@jsquash/webp/codec/enc/webp_enc_simd.wasm'));
    return async (pixels) => new Uint8Array(await encode(pixels as ImageData, { quality }));
  }
  const { default: encode, init } = await import('@jsquash/jpeg/encode.js');
  await init(await compiled('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'));
  return async (pixels, alpha) =>
    new Uint8Array(await encode((alpha ? onWhite(pixels) : pixels) as ImageData, { quality }));
}

/** Compiles a module. The libraries would fetch their code by address, which Node.js does not support for files. */
async function compiled(path: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(createRequire(import.meta.url).resolve(path)));
}

function onWhite({ data, width, height }: Pixels): Pixels {
  const laid = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 4) {
    const share = data[i + 3]! / 255;
    for (let k = 0; k < 3; k++) laid[i + k] = data[i + k]! * share + 255 * (1 - share);
    laid[i + 3] = 255;
  }
  return { data: laid, width, height };
}
