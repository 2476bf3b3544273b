/**
 * Minibatch standard deviation (Karras et al. 2018, section 3), by which the discriminator sees variety.
 *
 * It is the standard deviation over the batch at each position and channel, sqrt(mean_n (x - mean_n x)^2 + 1e-8). The mean of these over
 * channels and positions is one number, which joins the other maps as a constant one.
 */

export interface MinibatchDeviation {
  /** At each position, averaged over channels: float32 [places]. */
  places: Float32Array;
  /** Of each channel, averaged over positions. */
  channels: number[];
  /** The mean of all. */
  mean: number;
}

const epsilon = 1e-8;

/**
 * Computes the statistic of a batch as one group.
 * @param batch at least one picture or feature map, each float32 [places, channels]
 * @throws RangeError for pictures of different sizes
 */
export function minibatchDeviation(batch: readonly Float32Array[], channels: number): MinibatchDeviation {
  const size = batch[0]?.length ?? 0;
  if (batch.some((one) => one.length !== size)) throw new RangeError('A batch needs pictures of one size.');
  const places = new Float32Array(size / channels);
  const byChannel = new Array<number>(channels).fill(0);
  let whole = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (const one of batch) sum += one[i]!;
    const mean = sum / batch.length;
    let squares = 0;
    for (const one of batch) squares += (one[i]! - mean) ** 2;
    const deviation = Math.sqrt(squares / batch.length + epsilon);
    places[Math.floor(i / channels)]! += deviation / channels;
    byChannel[i % channels]! += deviation / places.length;
    whole += deviation;
  }
  return { places, channels: byChannel, mean: size > 0 ? whole / size : 0 };
}
