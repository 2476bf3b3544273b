import { i18n, params } from '../../language/texts.ts';

/** The first steps, and what latent space is. */
export const firstMessages = i18n('first', {
  title: 'Welcome to Zscape',
  about:
    'A neural network in your browser turns a list of numbers into a picture of a face. Change the numbers, and the face changes with them. Nothing you do leaves this device.',
  whatIsThis: 'What is this?',
  steps: 'Three things to try',
  sample: 'Press New sample to see a face that nobody has seen before.',
  slider: 'Open Attributes and drag a slider to change the face.',
  walk: 'Open Walk and press Play to turn one face into another.',
  showMe: 'Show me',
  showMeStep: params('Show me: {step}'),
  done: 'Done',
  doneNext: params('Done. Next: {step}'),
  allDone: 'That is all you need to know. The gallery shows what else you can do.',
  gallery: 'Gallery',
  takeLesson: 'Take a lesson',
  hide: 'Hide the first steps',
  whatIsLatentSpace: 'What is latent space?',
  numbers: params(
    'The model has learned to draw a picture from a list of {size} numbers, called z. You never see the numbers themselves, only the face drawn from them; that is why they are called latent, which means hidden. Every possible list is a point, and all the points together are latent space.',
  ),
  near: 'Points near each other give faces that look alike, so there is a face at every step from one point to another. In this picture, four random faces are at the corners, and between them you see what the model draws along the way.',
  directions:
    'Some directions have a meaning. Move any face along one and its hair grows; along another, it grows a beard. An attribute is such a direction with a name and a slider.',
  figure: 'Twenty-five faces in a square: four random ones at the corners, and blends of them in between',
  again: 'Show the first steps',
});
