import type { OpenSink } from './openSink.ts';

/** Writes into the file that the user has picked. The browser puts it in place only when it is complete. */
export async function pickedSink(handle: FileSystemFileHandle): Promise<OpenSink> {
  const stream = await handle.createWritable();
  let bytes = 0;
  return {
    async write(position, data) {
      await stream.write({ type: 'write', position, data });
      bytes = Math.max(bytes, position + data.length);
    },
    async close() {
      await stream.close();
      return { bytes, file: null, kept: null };
    },
    discard: () => stream.abort(),
  };
}
