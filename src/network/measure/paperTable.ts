/**
 * Table 1 of the paper (Karras et al. 2018): training configurations added one after the other, at 128 x 128. The figures
 * were typed from memory and not checked against the paper, as the page says; `paperTable.test.ts` checks that each average is that of its four levels.
 */

export interface Compared {
  /** Sliced Wasserstein distance to the training pictures, times 1000, of the Laplacian pyramid's levels of 128, 64, 32 and 16 px. */
  swd: readonly [number, number, number, number];
  /** Their average, as printed. */
  average: number;
  /** Multi-scale structural similarity of pairs of generated pictures. */
  msSsim: number;
}

export const paperRows = ['a', 'b', 'c', 'd', 'e*', 'e', 'f', 'g', 'h'] as const;
export type PaperRow = (typeof paperRows)[number];

const row = (swd: Compared['swd'], average: number, msSsim: number): Compared => ({ swd, average, msSsim });

export const paperTable: Readonly<Record<PaperRow, { celebA: Compared; bedroom: Compared }>> = {
  // Gulrajani et al. 2017
  a: {
    celebA: row([12.99, 7.79, 7.62, 8.73], 9.28, 0.2854),
    bedroom: row([11.97, 10.51, 8.03, 14.48], 11.25, 0.0587),
  },
  // with progressive growing
  b: {
    celebA: row([4.62, 2.64, 3.78, 6.06], 4.28, 0.2838),
    bedroom: row([7.09, 6.27, 7.4, 9.64], 7.6, 0.0615),
  },
  // with a small minibatch
  c: {
    celebA: row([75.42, 41.33, 41.62, 26.57], 46.23, 0.4065),
    bedroom: row([72.73, 40.16, 42.75, 42.46], 49.52, 0.1061),
  },
  // with revised training parameters
  d: {
    celebA: row([9.2, 6.53, 4.71, 11.84], 8.07, 0.3027),
    bedroom: row([7.39, 5.51, 3.65, 9.63], 6.54, 0.0662),
  },
  // with minibatch discrimination in place of the deviation
  'e*': {
    celebA: row([10.76, 6.28, 6.04, 16.29], 9.84, 0.3057),
    bedroom: row([10.29, 6.22, 5.32, 11.88], 8.43, 0.0648),
  },
  // with minibatch standard deviation
  e: {
    celebA: row([13.94, 5.67, 2.82, 5.71], 7.04, 0.295),
    bedroom: row([7.77, 5.23, 3.27, 9.64], 6.48, 0.0671),
  },
  // with equalized learning rate
  f: {
    celebA: row([4.42, 3.28, 2.32, 7.52], 4.39, 0.2902),
    bedroom: row([3.61, 3.32, 2.71, 6.44], 4.02, 0.0668),
  },
  // with pixelwise normalisation
  g: {
    celebA: row([4.06, 3.04, 2.02, 5.13], 3.56, 0.2845),
    bedroom: row([3.89, 3.05, 3.24, 5.87], 4.01, 0.064),
  },
  // trained until it converged
  h: {
    celebA: row([2.42, 2.17, 2.24, 4.99], 2.96, 0.2828),
    bedroom: row([3.47, 2.6, 2.3, 4.87], 3.31, 0.0636),
  },
};
