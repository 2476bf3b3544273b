import { i18n, params } from '../../../language/texts.ts';

export const growthMessages = i18n('growth', {
  idea: 'A Progressive GAN starts by learning to draw 4 × 4 pixels, and each time it has mastered a size, both the generator and the discriminator gain a block for twice that size. A new block knows nothing yet and could undo what the others have learned, so it fades in: its picture is blended with the upsampled picture of the size below, and its weight α rises from 0 to 1. Here you can watch the current face grow through the sizes of this model.',
  formula: 'picture = (1 − α) · upsampled lower picture + α · new picture',
  place: 'section 2, figure 2',
  growth: 'Growth',
  fade: 'Fade',
  size: params('{side} × {side}'),
  strip: 'The same face at each size',
  goTo: params('Show {side} × {side} pixels'),
  fadeText: params('{percent} of the way from {lower} to {upper}'),
  now: params('{rest} of the upsampled {lower} picture plus {percent} of the {upper} picture.'),
  noFade: 'This is the smallest size, so there is nothing to fade in from.',
  play: 'Grow',
  pause: 'Pause',
  film: 'Export the growth…',
  heads: 'Heads',
  trained: 'As trained',
  refitted: 'Refitted',
  trainedMeans:
    'A head turns features into colours. These are the original heads from each stage of training; the blocks below them kept learning until the end, so the heads of small sizes no longer find the colours that the young network drew.',
  earlyMeans: params(
    'A head turns features into colours, and the blocks below it kept learning after its stage. So up to {side} × {side} pixels a small network draws instead: it has learned to repeat what the network drew at the end of each stage, and differs from that by at most {levels} of 255 levels on average. Changes to maps and norms do not reach it. Larger sizes show the original head on the blocks of today.',
  ),
  refittedMeans:
    'A head turns features into colours. These heads were fitted later, to downscaled pictures of the finished network, so they show what its blocks know now, not what the young network drew.',
  noHeads: params(
    '{title} has only its final head, so its growth cannot be shown. You can still explore its layers and feature maps below.',
  ),
});
