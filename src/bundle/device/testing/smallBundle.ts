/** The smallest complete bundle: its manifest, and its files with `zscape.json` last. */
import { sha256Hex } from '../../read/sha256.ts';
import { type BundleManifest, parseBundle } from '../../schema/manifest.ts';
import type { StoredFile } from '../adding.ts';

export const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export async function smallBundle(): Promise<{ manifest: BundleManifest; content: StoredFile[] }> {
  const content: StoredFile[] = [
    { path: 'model.json', bytes: encode('{"modelTopology": {}, "weightsManifest": []}') },
    { path: 'weights.bin', bytes: new Uint8Array(400).fill(7) },
  ];
  const manifest = parseBundle(
    {
      ...{ schema: 1, id: 'tiny', title: 'Tiny', quantization: 'none', parameters: 1 },
      latent: { size: 2, prior: 'normal', normalised: true },
      image: { width: 4, height: 4, channels: 3, range: [0, 1] },
      generator: { family: 'graph', input: 'z', output: 'y' },
      files: await Promise.all(
        content.map(async ({ path, bytes }) => ({
          path,
          bytes: bytes.length,
          sha256: await sha256Hex(bytes),
        })),
      ),
    },
    'the small bundle',
  );
  content.push({ path: 'zscape.json', bytes: encode(JSON.stringify(manifest)) });
  return { manifest, content };
}
