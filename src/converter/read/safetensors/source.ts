import type { Source } from '../source.ts';

/** A ProGAN from this project's trainer, in one .safetensors file. */
export const safetensors: Source = {
  mark: 'a .safetensors file',
  isMark: (name) => name.endsWith('.safetensors'),
  singleFile: { name: 'model.safetensors', ending: '.safetensors', matches },
  load: async () => (await import('./readModel.ts')).readModel,
};

/** Checks for eight bytes of little-endian length, followed by that much JSON. */
function matches(head: Uint8Array, size: number): boolean {
  if (head.length < 10 || head[8] !== 0x7b) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  return length >= 2 && length <= size - 8;
}
