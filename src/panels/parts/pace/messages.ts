import { i18n, params } from '../../../language/texts.ts';

export const paceMessages = i18n('pace', {
  play: 'Play',
  pause: 'Pause',
  measuring: 'Checking the pace…',
  still: 'The picture stays the same',
  steady: 'Pace: steady',
  leaps: params('Pace: uneven; the largest step changes {times} times as much as the average'),
  stalls: params('Pace: uneven; the smallest step changes only {percent} as much as the average'),
  asSteadyAsItGets: 'This is as steady as it gets: the model jumps somewhere along the way.',
  constantSpeed: 'Constant speed',
  constantSpeedHint: 'Slows down where the picture changes fast, so nothing jumps or stalls.',
  finding: 'Finding a steady pace',
  found: params('Finding a steady pace: {done} of at most {most} pictures'),
});
