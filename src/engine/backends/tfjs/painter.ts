/** Draws a GPU buffer of floats as a picture, without a way back over the CPU. Its slow reference is `pixels.ts`. */
import type { BundleManifest } from '../../../bundle/schema.ts';
import { fitted, type Size } from '../../pixels.ts';
import shader from './painter.wgsl?raw';

export interface Painter {
  /**
   * Draws the floats [height, width, channels] in `values` (usage STORAGE), longest side at most `size`. When it
   * returns, all that reads `values` is in the queue.
   */
  paint(values: GPUBuffer, size?: number): Promise<ImageBitmap>;
  dispose(): void;
}

/** What is drawn on, and how a picture comes off it. */
interface Target {
  format: GPUTextureFormat;
  /** The texture to draw the next picture on. */
  texture(size: Size): GPUTexture;
  /** Called after the drawing is in the queue. */
  take(size: Size): Promise<ImageBitmap>;
  dispose(): void;
}

/**
 * @param software the adapter is the processor: its pictures are in the processor's memory anyway, and Chromium's GPU
 *   process dies of a canvas on one (seen in version 150), so they are read from a buffer.
 * @throws Error with the compiler's word when the shader does not compile on this device.
 */
export async function makePainter(
  device: GPUDevice,
  image: BundleManifest['image'],
  software: boolean,
): Promise<Painter> {
  const target = (software ? undefined : canvasTarget(device)) ?? bufferTarget(device);
  const module = device.createShaderModule({ code: shader });
  const pipeline = await device.createRenderPipelineAsync({
    layout: 'auto',
    vertex: { module, entryPoint: 'cover' },
    fragment: { module, entryPoint: 'shade', targets: [{ format: target.format }] },
    primitive: { topology: 'triangle-list' },
  });

  const params = new Map<string, GPUBuffer>(); // one for each size that was asked for
  const paramsFor = ({ width, height }: Size): GPUBuffer => {
    const key = `${width}x${height}`;
    const known = params.get(key);
    if (known) return known;
    const bytes = new ArrayBuffer(32);
    const [lo, hi] = image.range;
    new Uint32Array(bytes).set([image.width, image.height, width, height, image.channels]);
    new Float32Array(bytes, 20).set([lo, 1 / (hi - lo)]);
    const buffer = device.createBuffer({ size: 32, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(buffer, 0, bytes);
    params.set(key, buffer);
    return buffer;
  };

  return {
    paint(values, longest) {
      const size = fitted(image, longest);
      const group = device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [
          { binding: 0, resource: { buffer: values } },
          { binding: 1, resource: { buffer: paramsFor(size) } },
        ],
      });
      const encoder = device.createCommandEncoder();
      const view = target.texture(size).createView();
      const pass = encoder.beginRenderPass({
        colorAttachments: [{ view, loadOp: 'clear', storeOp: 'store', clearValue: [0, 0, 0, 1] }],
      });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.draw(3);
      pass.end();
      device.queue.submit([encoder.finish()]);
      return target.take(size);
    },
    dispose() {
      target.dispose();
      for (const buffer of params.values()) buffer.destroy();
      params.clear();
    },
  };
}

/** A canvas of the worker, whose picture stays on the GPU; undefined where canvases have no WebGPU here. */
function canvasTarget(device: GPUDevice): Target | undefined {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('webgpu');
  if (!context) return undefined;
  const format = navigator.gpu.getPreferredCanvasFormat();
  context.configure({ device, format, alphaMode: 'opaque' });
  return {
    format,
    texture({ width, height }) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      return context.getCurrentTexture();
    },
    take: () => Promise.resolve(canvas.transferToImageBitmap()),
    dispose: () => context.unconfigure(),
  };
}

/** A texture whose pixels are copied to the CPU. */
function bufferTarget(device: GPUDevice): Target {
  let texture: GPUTexture | undefined;
  return {
    format: 'rgba8unorm',
    texture({ width, height }) {
      if (texture?.width === width && texture.height === height) return texture;
      texture?.destroy();
      const usage = GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC;
      texture = device.createTexture({ size: [width, height], format: 'rgba8unorm', usage });
      return texture;
    },
    async take({ width, height }) {
      const bytesPerRow = Math.ceil((4 * width) / 256) * 256; // WebGPU's alignment of rows
      const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
      const buffer = device.createBuffer({ size: bytesPerRow * height, usage });
      const encoder = device.createCommandEncoder();
      encoder.copyTextureToBuffer({ texture: texture! }, { buffer, bytesPerRow }, [width, height]);
      device.queue.submit([encoder.finish()]);
      await buffer.mapAsync(GPUMapMode.READ);
      const rows = new Uint8Array(buffer.getMappedRange());
      const pixels = new ImageData(width, height);
      for (let y = 0; y < height; y++) {
        pixels.data.set(rows.subarray(y * bytesPerRow, y * bytesPerRow + 4 * width), y * width * 4);
      }
      buffer.destroy();
      return createImageBitmap(pixels, { colorSpaceConversion: 'none' });
    },
    dispose: () => texture?.destroy(),
  };
}
