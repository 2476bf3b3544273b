/** Adam (Kingma and Ba 2015, "Adam: A method for stochastic optimization", algorithm 1). */

export interface Steps {
  rate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

/** Running means of the gradient and of its square. */
export interface Moments {
  first: Float64Array;
  second: Float64Array;
  /** Steps taken so far. */
  made: number;
}

/** The settings of the Progressive GAN paper (Karras et al. 2018, appendix A.1). */
const paperSteps: Steps = { rate: 1e-3, beta1: 0, beta2: 0.99, epsilon: 1e-8 };

export const noMoments = (size: number): Moments => ({
  first: new Float64Array(size),
  second: new Float64Array(size),
  made: 0,
});

/** Returns the weights after one step. Changes `moments` in place; by default they are those of the first step. */
export function adamStep(
  weights: Float64Array,
  gradient: Float64Array,
  { rate, beta1, beta2, epsilon }: Steps = paperSteps,
  moments: Moments = noMoments(weights.length),
): Float64Array {
  const { first, second } = moments;
  moments.made++;
  const unbias1 = 1 - beta1 ** moments.made;
  const unbias2 = 1 - beta2 ** moments.made;
  return weights.map((weight, i) => {
    const g = gradient[i]!;
    first[i] = beta1 * first[i]! + (1 - beta1) * g;
    second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
    return weight - (rate * (first[i]! / unbias1)) / (Math.sqrt(second[i]! / unbias2) + epsilon);
  });
}
