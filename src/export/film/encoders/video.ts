/**
 * MP4 and WebM: the browser's own encoders (WebCodecs), put into a file by Mediabunny. Frames are passed on immediately;
 * none is kept.
 */
import {
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  Quality,
  StreamTarget,
  type StreamTargetChunk,
  type VideoCodec,
  type VideoEncodingConfig,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import { ZscapeError } from '../../../base/errors.ts';
import { videoRecipeTags } from '../../recipe/videoRecipe.ts';
import type { FilmEncoder, FilmSettings, FilmSink, OpenFilmEncoder } from '../contract.ts';
import { type VideoFormat, videoCodecs } from './videoCodecs.ts';

/** Seconds between key frames: players can jump to those. */
const keyFrameInterval = 2;
/** From this many pixels on, the speed of a hardware encoder is worth its lower quality. */
const largePixels = 1280 * 720;
/**
 * At the same quality setting, browsers' H.264 is less true to the frames than the other codecs: one step of its
 * quantizer makes up for it.
 */
const finerH264 = 0.05;
/** An MP4 with more frames than this gets its index in pieces. */
const longFrames = 20_000;

export const open: OpenFilmEncoder = async (settings, sink) => {
  const { frames, fps, recipe } = settings;
  const format = settings.format as VideoFormat;
  const encoding = await chooseEncoding(settings);
  const output = new Output({
    format:
      format === 'mp4' ? new Mp4OutputFormat({ fastStart: indexPlace(frames) }) : new WebMOutputFormat(),
    target: new StreamTarget(streamTo(sink), { chunked: true, chunkSize: 1 << 20 }),
  });
  const source = new VideoSampleSource(encoding);
  output.addVideoTrack(source, { frameRate: fps, maximumPacketCount: frames });
  if (recipe !== null) output.setMetadataTags(videoRecipeTags(recipe));
  await output.start();
  return encoderOf(output, source, fps);
};

/**
 * Returns the place of an MP4's index. Space is reserved for it at the start, so players can begin before they have the
 * whole file. The index of a long film would have to stay in memory until its end, so it is written in pieces instead.
 */
function indexPlace(frames: number): 'reserve' | 'fragmented' {
  return frames > longFrames ? 'fragmented' : 'reserve';
}

function encoderOf(output: Output, source: VideoSampleSource, fps: number): FilmEncoder {
  let count = 0;
  return {
    async add(canvas) {
      const sample = new VideoSample(canvas, { timestamp: count / fps, duration: 1 / fps });
      try {
        await source.add(sample);
      } finally {
        sample.close();
      }
      count += 1;
    },
    finish: () => output.finalize(),
    cancel: () => void output.cancel().catch(() => undefined),
  };
}

function streamTo(sink: FilmSink): WritableStream<StreamTargetChunk> {
  return new WritableStream({ write: ({ position, data }) => sink.write(position, data) });
}

/** Chooses the first codec of the format that this browser encodes, at constant quality if its encoder can. */
async function chooseEncoding(settings: FilmSettings): Promise<VideoEncodingConfig & { codec: VideoCodec }> {
  const { width, height, fps, quality } = settings;
  const format = settings.format as VideoFormat;
  const large = width * height >= largePixels;
  for (const codec of videoCodecs[format]) {
    const finer = codec === 'avc' ? finerH264 : 0;
    const config = {
      quality: new Quality(quality + finer),
      latencyMode: 'quality',
      alpha: 'discard',
    } as const;
    const size = { width, height, frameRate: fps };
    for (const hardwareAcceleration of large ? (['prefer-hardware', 'no-preference'] as const) : []) {
      if (await canEncodeVideo(codec, { ...config, ...size, hardwareAcceleration })) {
        return { codec, keyFrameInterval, hardwareAcceleration, ...config };
      }
    }
    if (await canEncodeVideo(codec, { ...config, ...size })) return { codec, keyFrameInterval, ...config };
  }
  throw new ZscapeError(
    'EXPORT_FAILED',
    `This browser cannot encode ${format === 'mp4' ? 'MP4' : 'WebM'} video of ${width} × ${height} pixels. Choose a smaller size or another format.`,
  );
}
