/** What to say of ops that are not read: what they are, and what to do about them. */

const kinds: readonly (readonly [RegExp, string])[] = [
  [
    /^(If|Loop|Scan)$/,
    'chooses or repeats parts of the network while it runs; export it with fixed sizes and without loops',
  ],
  [
    /^(QLinear|QAttention|QGemm|Quantize|Dequantize|DynamicQuantize|ConvInteger|MatMulInteger)/,
    'is of a quantised network; export the one before quantisation, and let the converter make the weights small (--quantize uint8)',
  ],
  [
    /^(Random|Bernoulli|Multinomial)/,
    'draws random numbers while the network runs; export it with fixed noise (for StyleGAN noise_mode="const")',
  ],
  [/^(LSTM|GRU|RNN)$/, 'is of a recurrent network, which is no generator of pictures'],
  [
    /^(Sequence|Optional|SplitToSequence|ConcatFromSequence|String|Regex|TfIdf|Tokenizer)/,
    'works on lists or texts, which no generator needs',
  ],
  [
    /^(ArgMax|ArgMin|TopK|NonMaxSuppression|RoiAlign|MaxRoiPool)$/,
    'is of a classifier or detector; export the generator or decoder alone',
  ],
];

/** The end of a sentence that begins with the node. */
export function refusalOf(op: string, domain: string): string {
  const own = kinds.find(([pattern]) => pattern.test(op));
  if (own !== undefined) return own[1];
  if (domain !== '')
    return `is of the extension "${domain.slice(0, 60)}", which is not read; export the model with the standard operators alone`;
  return 'is an operator that is not read; write that step with other operators and export it again';
}
