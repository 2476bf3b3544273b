import type { TranslationOf } from '../../language/textTypes.ts';
import type { linkMessages } from './messages.ts';

export default {
  openedApart: '新しいセッションとして開きました。これまでの作業は「セッション」にあります。',
} satisfies TranslationOf<typeof linkMessages>;
