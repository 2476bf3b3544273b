import { runCommand } from '../../commands/command.ts';
import type { Session } from '../../session/session.ts';
import { notify } from '../../store/store.ts';

/**
 * Opens files once the page shows its first face, which would otherwise replace them. The code for it is not part of the page's
 * first script.
 * @param opened settles then (`pageOpened.ts`)
 */
export async function openGiven(
  session: Session,
  opened: Promise<void>,
  files: readonly File[],
): Promise<void> {
  try {
    const [{ openFiles }] = await Promise.all([import('../../commands/work/openFiles.ts'), opened]);
    runCommand(session, openFiles, files);
  } catch (error) {
    notify(session.store, error);
  }
}
