/** Keras layers that enlarge, pad, crop and pool pictures. */
import { bool, ints, text } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import { windowed } from '../../../graph/window.ts';
import { onChannelsLast } from './channels.ts';
import {
  type BuildLayer,
  type LayerCall,
  type LayerTensor,
  misfit,
  only,
  paddingOf,
  positive,
  unsupported,
} from './layerCall.ts';
import { channelsFirst, number, numbers, string } from './layerConfig.ts';
import { rowsAsPictures } from './rows.ts';
import { marginsOf } from './shaping.ts';

/** Resizes a picture. @param halfPixels whether bilinear values are sampled at pixel centres. */
function resized(call: LayerCall, x: LayerTensor, size: number[], halfPixels: boolean): LayerTensor {
  const way = string(call.config, 'interpolation', 'nearest');
  if (way !== 'nearest' && way !== 'bilinear')
    throw unsupported(call.name, `enlarges by "${way.slice(0, 40)}"`);
  const bilinear = way === 'bilinear';
  const op = bilinear ? 'ResizeBilinear' : 'ResizeNearestNeighbor';
  const target = call.builder.integers(`${call.name}/size`, size);
  const attrs = { align_corners: bool(false), half_pixel_centers: bool(bilinear && halfPixels) };
  return { ref: call.builder.add(op, call.name, [x.ref, target], attrs), shape: [-1, ...size, x.shape[3]!] };
}

const upSampling2D: BuildLayer = (call) => {
  const [timesY, timesX] = positive(call.name, 'size', numbers(call.config, 'size', [2, 2]), 2);
  return onChannelsLast(call, only(call, 4), (x) =>
    resized(call, x, [x.shape[1]! * timesY!, x.shape[2]! * timesX!], call.writer.halfPixels),
  );
};

const upSampling1D: BuildLayer = (call) =>
  rowsAsPictures(upSampling2D)({ ...call, config: { size: 2, ...call.config, interpolation: 'nearest' } });

const resizing: BuildLayer = (call) => {
  const { config, name } = call;
  if (config.crop_to_aspect_ratio === true || config.pad_to_aspect_ratio === true)
    throw unsupported(name, 'keeps the aspect ratio');
  const size = positive(name, 'size', [number(config, 'height', 0), number(config, 'width', 0)], 2);
  const way = { interpolation: 'bilinear', ...config };
  return onChannelsLast(call, only(call, 4), (x) => {
    if (
      string(way, 'interpolation', '') === 'nearest' &&
      [0, 1].some((i) => size[i]! % x.shape[i + 1]! !== 0)
    )
      throw unsupported(name, `enlarges by "nearest" to ${size.join(' x ')}`);
    return resized({ ...call, config: way }, x, size, true);
  });
};

const zeroPadding2D: BuildLayer = (call) => {
  const { builder, name, config } = call;
  const margins = marginsOf(name, 'padding', config.padding, 1);
  const [top, bottom, left, right] = margins;
  return onChannelsLast(call, only(call, 4), (x) => {
    const paddings = builder.integers(`${name}/paddings`, [0, 0, ...margins, 0, 0], [4, 2]);
    const shape = [-1, x.shape[1]! + top + bottom, x.shape[2]! + left + right, x.shape[3]!];
    return { ref: builder.add('Pad', name, [x.ref, paddings]), shape };
  });
};

const cropping2D: BuildLayer = (call) => {
  const { name, config } = call;
  const [top, bottom, left, right] = marginsOf(name, 'cropping', config.cropping, 0);
  return onChannelsLast(call, only(call, 4), (x) => {
    const sizes = [x.shape[1]! - top - bottom, x.shape[2]! - left - right];
    if (sizes.some((size) => size < 1)) throw misfit(name, 'cuts away the whole picture');
    return cut(call, x, [top, left], sizes);
  });
};

function cut(
  call: LayerCall,
  x: LayerTensor,
  from: readonly number[],
  sizes: readonly number[],
): LayerTensor {
  const { builder, name } = call;
  const begin = builder.integers(`${name}/begin`, [0, ...from, 0]);
  const size = builder.integers(`${name}/size`, [-1, ...sizes, -1]);
  return { ref: builder.add('Slice', name, [x.ref, begin, size]), shape: [-1, ...sizes, x.shape[3]!] };
}

const centerCrop: BuildLayer = (call) => {
  const { name, config } = call;
  const sizes = positive(name, 'size', [number(config, 'height', 0), number(config, 'width', 0)], 2);
  return onChannelsLast(call, only(call, 4), (x) => {
    const from = sizes.map((size, i) => Math.floor((x.shape[i + 1]! - size) / 2));
    if (from.some((at) => at < 0)) throw misfit(name, 'cuts more than the picture has');
    return cut(call, x, from, sizes);
  });
};

const pooling =
  (op: 'AvgPool' | 'MaxPool'): BuildLayer =>
  (call) => {
    const { builder, name, config } = call;
    const size = positive(name, 'pool_size', numbers(config, 'pool_size', [2, 2]), 2);
    const strides = positive(
      name,
      'stride',
      config.strides == null ? size : numbers(config, 'strides', size),
      2,
    );
    const padding = paddingOf(call);
    return onChannelsLast(call, only(call, 4), (x) => {
      const attrs = {
        ksize: ints([1, ...size, 1]),
        strides: ints([1, ...strides, 1]),
        padding: text(padding),
      };
      const sizes = [0, 1].map((i) => windowed(x.shape[i + 1]!, size[i]!, strides[i]!, 1, padding, [0, 0]));
      return { ref: builder.add(op, name, [x.ref], attrs), shape: [-1, ...sizes, x.shape[3]!] };
    });
  };

const rowPooling =
  (op: 'AvgPool' | 'MaxPool'): BuildLayer =>
  (call) => {
    const size = numbers(call.config, 'pool_size', [2]);
    const config = { ...call.config, pool_size: size, strides: call.config.strides ?? size };
    return rowsAsPictures(pooling(op))({ ...call, config });
  };

const globalPooling =
  (op: 'Mean' | 'Max', rank: number): BuildLayer =>
  (call) => {
    const { builder, name, config } = call;
    const x = only(call, rank);
    const first = channelsFirst(config);
    const axes = Array.from({ length: rank - 2 }, (_, i) => i + (first ? 2 : 1));
    const keep = config.keepdims === true;
    const along: Ref = builder.integers(`${name}/axes`, axes);
    const ref = builder.add(op, name, [x.ref, along], { keep_dims: bool(keep) });
    const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    return { ref, shape: keep ? shape : shape.filter((_, axis) => !axes.includes(axis)) };
  };

export const pictureLayers = {
  UpSampling2D: { build: upSampling2D },
  UpSampling1D: { build: upSampling1D },
  Resizing: { build: resizing },
  ZeroPadding2D: { build: zeroPadding2D },
  ZeroPadding1D: { build: rowsAsPictures(zeroPadding2D) },
  Cropping2D: { build: cropping2D },
  Cropping1D: { build: rowsAsPictures(cropping2D) },
  CenterCrop: { build: centerCrop },
  AveragePooling2D: { build: pooling('AvgPool') },
  MaxPooling2D: { build: pooling('MaxPool') },
  AveragePooling1D: { build: rowPooling('AvgPool') },
  MaxPooling1D: { build: rowPooling('MaxPool') },
  GlobalAveragePooling2D: { build: globalPooling('Mean', 4) },
  GlobalMaxPooling2D: { build: globalPooling('Max', 4) },
  GlobalAveragePooling1D: { build: globalPooling('Mean', 3) },
  GlobalMaxPooling1D: { build: globalPooling('Max', 3) },
};
