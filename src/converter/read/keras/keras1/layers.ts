/** Translates Keras 1's layers into those of Keras 2. */
import type { LayerConfig } from '../layers/layerConfig.ts';
import type { Writer } from '../writer.ts';

/** Its settings, with their later names. */
const settings: Readonly<Record<string, string>> = {
  output_dim: 'units',
  nb_filter: 'filters',
  border_mode: 'padding',
  subsample: 'strides',
  subsample_length: 'strides',
  bias: 'use_bias',
  atrous_rate: 'dilation_rate',
  pool_length: 'pool_size',
  stride: 'strides',
  length: 'size',
};

/** The modes of its `Merge`, with the later layers for them. */
const merges: Readonly<Record<string, string>> = {
  sum: 'Add',
  mul: 'Multiply',
  ave: 'Average',
  max: 'Maximum',
  concat: 'Concatenate',
};

/** Translates a layer of Keras 1; layers of later versions stay the same. */
export function fromKeras1(
  kind: string,
  config: LayerConfig,
  { major }: Writer,
): { kind: string; config: LayerConfig } {
  if (major !== 1) return { kind, config };
  const renamed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    const embedding = kind === 'Embedding' && key === 'output_dim';
    renamed[!embedding && Object.hasOwn(settings, key) ? settings[key]! : key] = value;
  }
  if ('dim_ordering' in config) {
    renamed.data_format = config.dim_ordering === 'th' ? 'channels_first' : 'channels_last';
  }
  if (kind === 'Merge' && typeof config.mode === 'string' && Object.hasOwn(merges, config.mode)) {
    return { kind: merges[config.mode]!, config: { ...renamed, axis: config.concat_axis ?? -1 } };
  }
  if (kind === 'ZeroPadding2D' && typeof config.padding === 'object')
    renamed.padding = margins(config.padding);
  if (kind === 'AtrousConvolution2D') return { kind: 'Conv2D', config: renamed };
  return { kind, config: renamed };
}

/** Reads margins. Four numbers in a list are top, bottom, left and right. */
function margins(padding: unknown): unknown {
  return Array.isArray(padding) && padding.length === 4
    ? [
        [padding[0], padding[1]],
        [padding[2], padding[3]],
      ]
    : padding;
}
