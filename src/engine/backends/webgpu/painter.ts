/** Draws a GPU buffer of floats as a picture, without copying it to the CPU. Its slow reference is `pixels.ts`. */
import type { BundleManifest } from '../../../bundle/schema/manifest.ts';
import { fitted, type Size } from '../pixels.ts';
import { compiled } from './device.ts';
import shader from './painter.wgsl?raw';

/** Floats [height, width, channels] in a buffer of usage STORAGE, starting at `offset`. */
export interface Values {
  buffer: GPUBuffer;
  offset: number;
  width: number;
  height: number;
}

interface Painter {
  /**
   * Adds the drawing of the values to the encoder, with a longest side of at most `size`. Pictures smaller than the
   * model's own are scaled up to it. Drawing the same values again allocates nothing.
   */
  draw(encoder: GPUCommandEncoder, values: Values, size?: number): void;
  /** Takes the picture drawn last, once its encoder's work is in the queue. */
  take(): Promise<ImageBitmap>;
  /** Draws and takes the model's own picture of `buffer`. Once this returns, all reads of the buffer are in the queue. */
  paint(buffer: GPUBuffer, size?: number): Promise<ImageBitmap>;
  dispose(): void;
}

/** A surface to draw on, and a way to take the picture from it. */
interface Target {
  format: GPUTextureFormat;
  /** Whether it needs the colours of transparent pixels unmultiplied by their alpha. */
  straight: boolean;
  /** Returns the texture for the next picture. */
  texture(size: Size): GPUTexture;
  /** Called after the drawing has been encoded. */
  drawn(encoder: GPUCommandEncoder, size: Size): void;
  /** Takes the picture. Called after the drawing is in the queue. */
  take(size: Size): Promise<ImageBitmap>;
  dispose(): void;
}

/**
 * Makes a painter.
 * @param software whether the GPU is emulated on the processor. Its pictures are in the processor's memory anyway, and a
 * canvas on such an adapter crashes Chromium's GPU process (seen in version 150), so they are read from a buffer.
 * @throws ENGINE_FAILED with the compiler's message.
 */
export async function makePainter(
  device: GPUDevice,
  image: BundleManifest['image'],
  software: boolean,
): Promise<Painter> {
  const target = (software ? undefined : canvasTarget(device, image.channels === 4)) ?? bufferTarget(device);
  const module = device.createShaderModule({ code: shader });
  const pipeline = await compiled(
    device.createRenderPipelineAsync({
      layout: 'auto',
      vertex: { module, entryPoint: 'cover' },
      fragment: { module, entryPoint: 'shade', targets: [{ format: target.format }] },
      primitive: { topology: 'triangle-list' },
    }),
  );

  const params = new Map<string, GPUBuffer>(); // one for each pair of sizes requested so far
  const paramsFor = (from: Size, to: Size): GPUBuffer => {
    const key = `${from.width}x${from.height} ${to.width}x${to.height}`;
    const known = params.get(key);
    if (known) return known;
    const bytes = new ArrayBuffer(32);
    const [lo, hi] = image.range;
    new Uint32Array(bytes).set([from.width, from.height, to.width, to.height, image.channels]);
    new Float32Array(bytes, 20).set([lo, 1 / (hi - lo)]);
    new Uint32Array(bytes, 28).set([target.straight ? 1 : 0]);
    const buffer = device.createBuffer({ size: 32, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(buffer, 0, bytes);
    params.set(key, buffer);
    return buffer;
  };

  const groups = new WeakMap<GPUBuffer, Map<string, GPUBindGroup>>();
  const groupFor = (values: Values, to: Size): GPUBindGroup => {
    const { buffer, offset, width, height } = values;
    const known = groups.get(buffer) ?? new Map<string, GPUBindGroup>();
    groups.set(buffer, known);
    const key = `${offset} ${width}x${height} ${to.width}x${to.height}`;
    let group = known.get(key);
    if (!group) {
      const size = 4 * width * height * image.channels;
      group = device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [
          { binding: 0, resource: { buffer, offset, size } },
          { binding: 1, resource: { buffer: paramsFor(values, to) } },
        ],
      });
      known.set(key, group);
    }
    return group;
  };

  let last: Size = image;
  const painter: Painter = {
    draw(encoder, values, longest) {
      last = fitted(image, longest);
      const view = target.texture(last).createView();
      const pass = encoder.beginRenderPass({
        colorAttachments: [{ view, loadOp: 'clear', storeOp: 'store', clearValue: [0, 0, 0, 1] }],
      });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, groupFor(values, last));
      pass.draw(3);
      pass.end();
      target.drawn(encoder, last);
    },
    take: () => target.take(last),
    paint(buffer, longest) {
      const encoder = device.createCommandEncoder();
      painter.draw(encoder, { buffer, offset: 0, width: image.width, height: image.height }, longest);
      device.queue.submit([encoder.finish()]);
      return painter.take();
    },
    dispose() {
      target.dispose();
      for (const buffer of params.values()) buffer.destroy();
      params.clear();
    },
  };
  return painter;
}

/** Draws on a canvas of the worker, whose picture stays on the GPU. Undefined if canvases do not support WebGPU. */
function canvasTarget(device: GPUDevice, seeThrough: boolean): Target | undefined {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('webgpu');
  if (!context) return undefined;
  const format = navigator.gpu.getPreferredCanvasFormat();
  context.configure({ device, format, alphaMode: seeThrough ? 'premultiplied' : 'opaque' });
  return {
    format,
    straight: false,
    texture({ width, height }) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      return context.getCurrentTexture();
    },
    drawn: () => {},
    take: () => Promise.resolve(canvas.transferToImageBitmap()),
    dispose: () => context.unconfigure(),
  };
}

/** Draws on a texture, whose pixels are copied to the CPU. */
function bufferTarget(device: GPUDevice): Target {
  let texture: GPUTexture | undefined;
  let buffer: GPUBuffer | undefined;
  const bytesPerRow = (width: number) => Math.ceil((4 * width) / 256) * 256; // WebGPU's alignment of rows
  const dispose = () => {
    texture?.destroy();
    buffer?.destroy();
  };
  return {
    format: 'rgba8unorm',
    straight: true, // as in an ImageData
    texture({ width, height }) {
      if (texture?.width === width && texture.height === height) return texture;
      dispose();
      const usage = GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC;
      texture = device.createTexture({ size: [width, height], format: 'rgba8unorm', usage });
      buffer = device.createBuffer({
        size: bytesPerRow(width) * height,
        usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
      });
      return texture;
    },
    drawn(encoder, { width, height }) {
      const to = { buffer: buffer!, bytesPerRow: bytesPerRow(width) };
      encoder.copyTextureToBuffer({ texture: texture! }, to, [width, height]);
    },
    async take({ width, height }) {
      const source = buffer!;
      await source.mapAsync(GPUMapMode.READ);
      const rows = new Uint8Array(source.getMappedRange());
      const pixels = new ImageData(width, height);
      for (let y = 0; y < height; y++) {
        const at = y * bytesPerRow(width);
        pixels.data.set(rows.subarray(at, at + 4 * width), y * width * 4);
      }
      source.unmap();
      return createImageBitmap(pixels, { colorSpaceConversion: 'none' });
    },
    dispose,
  };
}
