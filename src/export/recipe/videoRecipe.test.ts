/** Tests the reader of videos on files written by Mediabunny, as the page does. */
import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { recipeIn } from './recipeIn.ts';
import { videoRecipeTags } from './videoRecipe.ts';

/** A video of five packets that nobody will decode. */
async function video(format: Mp4OutputFormat | WebMOutputFormat, text: string | null): Promise<File> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(source, { maximumPacketCount: 5 });
  output.setMetadataTags({ title: 'A walk', ...(text !== null && videoRecipeTags(text)) });
  await output.start();
  const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 16, codedHeight: 16 };
  for (let index = 0; index < 5; index++) {
    const packet = new EncodedPacket(new Uint8Array(100), index === 0 ? 'key' : 'delta', index / 10, 0.1);
    await source.add(packet, { decoderConfig });
  }
  await output.finalize();
  return new File([target.buffer!], 'film');
}

describe.each([
  ['MP4', () => new Mp4OutputFormat()],
  ['MP4 that begins with its index', () => new Mp4OutputFormat({ fastStart: 'in-memory' })],
  ['MP4 with a place for its index', () => new Mp4OutputFormat({ fastStart: 'reserve' })],
  ['MP4 in fragments', () => new Mp4OutputFormat({ fastStart: 'fragmented' })],
  ['WebM', () => new WebMOutputFormat()],
  ['WebM that was written as it was recorded', () => new WebMOutputFormat({ appendOnly: true })],
])('a recipe in %s', (_, format) => {
  it('is read back, whatever its length', async () => {
    for (const length of [0, 300, 65_000]) {
      const text = `{"zscape":"recipe","pad":"${'\u00e9'.repeat(length / 4)}${'x'.repeat(length / 2)}"}`;
      expect(await recipeIn(await video(format(), text))).toBe(text);
    }
  });

  it('is not found if there is none', async () => {
    expect(await recipeIn(await video(format(), null))).toBeNull();
  });
});
