/** How React components run commands. */
import { createContext, useCallback, useContext } from 'react';
import type { Session } from '../session/session.ts';
import { type Command, runCommand } from './command.ts';

export const SessionContext = createContext<Session | null>(null);

export type Run = <Args extends unknown[], Result>(
  command: Command<Args, Result>,
  ...args: Args
) => Result | undefined;

/** Returns a function that runs commands; it stays the same for the whole session. */
export function useRun(): Run {
  const session = useContext(SessionContext);
  if (!session) throw new Error('SessionContext is missing above this component.');
  return useCallback((command, ...args) => runCommand(session, command, ...args), [session]);
}
