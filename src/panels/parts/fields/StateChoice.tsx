import type { Command } from '../../../commands/command.ts';
import { useRun } from '../../../commands/hooks.ts';
import { useSelect } from '../../../store/hooks.ts';
import type { State } from '../../../store/state/state.ts';
import { Choice } from './Choice.tsx';
import type { Option } from './choices.ts';

/** A choice whose value is in the state and is changed by a command. */
export function StateChoice<Value extends string | number>({
  label,
  options,
  read,
  command,
  showLabel,
}: {
  label: string;
  options: readonly Option<Value>[];
  read: (state: State) => Value;
  command: Command<[value: Value], unknown>;
  showLabel?: boolean;
}) {
  const run = useRun();
  const value = useSelect(read);
  return (
    <Choice
      label={label}
      options={options}
      value={value}
      onChange={(next) => run(command, next)}
      showLabel={showLabel}
    />
  );
}
