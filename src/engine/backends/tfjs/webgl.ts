/** TF.js on WebGL 2, for browsers with neither WebGPU nor WASM, and for users who choose it. */
import { GPGPUContext, MathBackendWebGL, setWebGLContext } from '@tensorflow/tfjs-backend-webgl';
import { ZscapeError } from '../../../base/errors.ts';
import type { Backend } from '../backend.ts';
import { activate, install, memory, uninstall } from './core.ts';
import { readbackGenerator } from './readback.ts';

export async function start(): Promise<Backend> {
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2', {
    antialias: false,
    depth: false,
    powerPreference: 'high-performance',
  });
  if (!gl) throw new ZscapeError('BACKEND_UNAVAILABLE', 'This browser has no WebGL 2.');
  let disposed = false;
  const lost = new Promise<string>((resolve) => {
    canvas.addEventListener('webglcontextlost', () => {
      if (!disposed) resolve('the WebGL context was lost');
    });
  });
  const detail = rendererOf(gl);
  // TF.js refuses software contexts, but a user who asks for WebGL should get it, so we provide our own. It has to be set
  // before TF.js inspects the browser's capabilities, which happens only once.
  setWebGLContext(2, gl);
  const context = new GPGPUContext(gl);
  await install('webgl', () => new MathBackendWebGL(context));
  return {
    name: 'webgl',
    detail,
    lost,
    load: (bundle) =>
      readbackGenerator(bundle, { activate: () => activate('webgl'), warm: true, foldUpsampling: false }),
    memory,
    dispose() {
      disposed = true;
      uninstall('webgl');
      context.dispose();
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

function rendererOf(gl: WebGL2RenderingContext): string {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return typeof name === 'string' && name !== '' ? name : 'WebGL 2';
}
