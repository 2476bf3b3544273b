/** TF.js in plain JavaScript: slow, but available everywhere. */
import '@tensorflow/tfjs-backend-cpu';
import type { Backend } from '../backend.ts';
import { activate, install, memory, uninstall } from './core.ts';
import { readbackGenerator } from './readback.ts';

export async function start(): Promise<Backend> {
  await install('cpu');
  return {
    name: 'cpu',
    detail: 'plain JavaScript',
    lost: new Promise(() => {}),
    load: (bundle) =>
      readbackGenerator(bundle, { activate: () => activate('cpu'), warm: false, foldUpsampling: true }),
    memory,
    dispose: () => uninstall('cpu'),
  };
}
