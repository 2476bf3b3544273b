/** The codecs that each video container may hold, the most widely supported first. */

export type VideoFormat = 'mp4' | 'webm';

export const videoCodecs = {
  mp4: ['avc', 'av1', 'vp9'],
  webm: ['vp9', 'av1', 'vp8'],
} as const;

export type FilmCodec = (typeof videoCodecs)[VideoFormat][number];

/**
 * Their names in WebCodecs, at the lowest level that covers what we ask for:
 * https://www.w3.org/TR/webcodecs-codec-registry/
 */
const codecStrings: Record<FilmCodec, string> = {
  avc: 'avc1.640028',
  av1: 'av01.0.08M.08',
  vp9: 'vp09.00.40.08',
  vp8: 'vp8',
};

/** The familiar names of codecs. */
export const codecNames: Record<FilmCodec, string> = { avc: 'H.264', av1: 'AV1', vp9: 'VP9', vp8: 'VP8' };

/** Returns the codec with which this browser would encode each container; null if there is none. */
export async function codecsHere(): Promise<Record<VideoFormat, FilmCodec | null>> {
  const [mp4, webm] = await Promise.all([firstOf(videoCodecs.mp4), firstOf(videoCodecs.webm)]);
  return { mp4, webm };
}

async function firstOf(codecs: readonly FilmCodec[]): Promise<FilmCodec | null> {
  if (typeof VideoEncoder === 'undefined') return null;
  for (const codec of codecs) {
    const config = { codec: codecStrings[codec], width: 512, height: 512, bitrate: 2_000_000, framerate: 24 };
    const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({ supported: false }));
    if (supported) return codec;
  }
  return null;
}
