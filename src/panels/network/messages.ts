import { count, i18n } from '../../language/texts.ts';

export const networkMessages = i18n('network', {
  growth: 'Growth',
  layers: 'Layers',
  maps: 'Feature maps',
  norm: 'Pixel norm',
  paper: 'Karras et al. 2018',
  changes: count({
    one: '{count} change inside the network affects every picture.',
    other: '{count} changes inside the network affect every picture.',
  }),
  restore: 'Restore trained network',
  rate: 'Equalized learning rate',
  variety: 'Variety',
  measure: 'Measurements',
});
