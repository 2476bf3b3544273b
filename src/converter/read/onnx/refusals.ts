/** Sentences about unsupported ops: what they are, and what to do about them. */

const kinds: readonly (readonly [RegExp, string])[] = [
  [
    /^(If|Loop|Scan)$/,
    'chooses or repeats parts of the network while it runs; export it with fixed sizes and without loops',
  ],
  [
    /^(QLinear|QAttention|QGemm|Quantize|Dequantize|DynamicQuantize|ConvInteger|MatMulInteger)/,
    'belongs to a quantised network; export the network before quantising it, and let the converter shrink the weights (--quantize uint8)',
  ],
  [
    /^(Random|Bernoulli|Multinomial)/,
    'draws random numbers while the network runs; export it with fixed noise (for StyleGAN noise_mode="const")',
  ],
  [/^(LSTM|GRU|RNN)$/, 'belongs to a recurrent network, which cannot generate pictures'],
  [
    /^(Sequence|Optional|SplitToSequence|ConcatFromSequence|String|Regex|TfIdf|Tokenizer)/,
    'works on lists or text, which generators do not need',
  ],
  [
    /^(ArgMax|ArgMin|TopK|NonMaxSuppression|RoiAlign|MaxRoiPool)$/,
    'belongs to a classifier or detector; export only the generator or decoder',
  ],
];

/** Returns the end of a sentence that begins with the node. */
export function refusalOf(op: string, domain: string): string {
  const own = kinds.find(([pattern]) => pattern.test(op));
  if (own !== undefined) return own[1];
  if (domain !== '')
    return `belongs to the extension "${domain.slice(0, 60)}", which is not supported; export the model with standard operators only`;
  return 'is not a supported operator; express that step with other operators and export the model again';
}
