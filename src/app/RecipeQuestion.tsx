import { useRun } from '../commands/hooks.ts';
import { answerRecipe } from '../commands/work/openFiles.ts';
import { useMessages } from '../language/useMessages.ts';
import { useSelect } from '../store/hooks.ts';
import { pageMessages } from './page/messages.ts';
import { QuestionCard } from './QuestionCard.tsx';

/** Asks whether to load the model that a file was made with. */
export function RecipeQuestion() {
  const run = useRun();
  const t = useMessages(pageMessages);
  const asked = useSelect((state) => state.askedRecipe);
  if (!asked) return null;
  const { title, fileName } = asked;
  return (
    <QuestionCard
      key={fileName}
      title={t.askModel({ model: title })}
      yes={t.load}
      onAnswer={(agrees) => void run(answerRecipe, agrees)}
    >
      <p className="hint">{t.askedForFile({ file: fileName })}</p>
    </QuestionCard>
  );
}
