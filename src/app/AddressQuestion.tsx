import { useRun } from '../commands/hooks.ts';
import { answerAddress } from '../commands/work/models.ts';
import { useMessages } from '../language/useMessages.ts';
import { useSelect } from '../store/hooks.ts';
import { pageMessages } from './page/messages.ts';
import { QuestionCard } from './QuestionCard.tsx';

/** Asks whether to open a model whose address came with a link or was pasted. No host is contacted before the user agrees. */
export function AddressQuestion() {
  const run = useRun();
  const t = useMessages(pageMessages);
  const asked = useSelect((state) => state.askedAddress);
  if (!asked) return null;
  const { address, host } = asked;
  const page = new URL(address).host;
  return (
    <QuestionCard
      key={address}
      title={t.askTitle({ host })}
      yes={t.open}
      onAnswer={(agrees) => void run(answerAddress, agrees)}
    >
      <p className="hint">
        {asked.by === 'link' ? t.askedByLink : asked.by === 'paste' ? t.askedByPaste : t.askedByFile}{' '}
        {host === page ? t.askHost({ host: <b>{host}</b> }) : t.askOtherHost({ host: <b>{host}</b>, page })}
      </p>
      <p className="address">{address}</p>
    </QuestionCard>
  );
}
