/** One-dimensional layers as two-dimensional ones: a row is a picture of height one. */
import type { Constant } from '../../../graph/graph.ts';
import { onChannelsLast } from './channels.ts';
import { type BuildLayer, type LayerCall, only, reshaped } from './layerCall.ts';
import { type LayerConfig, number, numbers } from './layerConfig.ts';

/**
 * Settings with one number that the two-dimensional layer has twice, each with the value that leaves a height of one
 * unchanged.
 */
const settings = ['strides', 'dilation_rate', 'pool_size', 'size'];
/** Settings with one or two numbers, for before and after. */
const margins = ['padding', 'cropping'];

function asPictures(config: LayerConfig): LayerConfig {
  const wide: Record<string, unknown> = { ...config, data_format: 'channels_last' };
  for (const key of settings) {
    if (config[key] !== undefined && config[key] !== null) wide[key] = [1, numbers(config, key, [1])[0] ?? 1];
  }
  for (const key of margins) {
    if (typeof config[key] === 'string' || config[key] === undefined) continue;
    const [before = 0, after = before] = numbers(config, key, [number(config, key, 0)]);
    wide[key] = [
      [0, 0],
      [before, after],
    ];
  }
  if (config.output_padding !== undefined && config.output_padding !== null)
    wide.output_padding = [0, numbers(config, 'output_padding', [0])[0] ?? 0];
  return wide;
}

/** Turns a kernel [width, ...] into [1, width, ...]; other weights stay. */
function flat(constant: Constant): Constant {
  if (constant.shape.length !== 3) return constant;
  const shape = [1, ...constant.shape];
  return { dtype: constant.dtype, shape, load: () => ({ ...constant.load(), shape }) };
}

/** Wraps the builder of a two-dimensional layer for its one-dimensional variant. */
export function rowsAsPictures(build: BuildLayer): BuildLayer {
  return (call) =>
    onChannelsLast(call, only(call, 3), (x) => {
      const [, width, channels] = x.shape as [number, number, number];
      const picture = {
        ref: reshaped(call, 'row', x.ref, [-1, 1, width, channels]),
        shape: [-1, 1, width, channels],
      };
      const weightRef: LayerCall['weightRef'] = (name) => {
        const constant = call.weight(name);
        return constant.shape.length === 3
          ? call.builder.constant(`${call.name}/${name}`, flat(constant))
          : call.weightRef(name);
      };
      const { ref, shape } = build({
        ...call,
        config: asPictures(call.config),
        inputs: [picture],
        weight: (name) => flat(call.weight(name)),
        weightRef,
      });
      const made = [-1, ...shape.slice(2)];
      return { ref: reshaped(call, 'row_again', ref, made), shape: made };
    });
}
