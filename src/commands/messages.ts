import { i18n, params } from '../language/texts.ts';

export const commandMessages = i18n('commands', {
  linkCopied: 'Link copied. Whoever opens it sees what you see.',
  linkCopiedTurned: params(
    'Link copied. It is too short to hold all of these faces exactly: some will be off by up to {degrees}° (a completely different face is 90° away). A session file keeps them exactly.',
  ),
  linkInAddress:
    'This browser did not let the page copy the link. Copy it from the address bar instead. Whoever opens it sees what you see.',
  linkInAddressTurned: params(
    'This browser did not let the page copy the link. Copy it from the address bar instead. It is too short to hold all of these faces exactly: some will be off by up to {degrees}° (a completely different face is 90° away). A session file keeps them exactly.',
  ),
  linkWithout: params('It leaves out what did not fit: {left}.'),
  linkNeedsModel:
    'The model’s address is too long for the link, so whoever opens it must already have the model.',
  walk: 'the walk',
  path: 'the path',
  map: 'the map',
  pathFull: params('A path can have at most {most} faces; the rest were left out.'),
  pinnedAlready: params('This face is already pinned as “{name}”.'),
});
