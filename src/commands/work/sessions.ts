import type { ListedSession } from '../../session/saved/savedSessions.ts';
import type { Command } from '../command.ts';

/** The code for session files and dialogs is loaded on first use. */
const opening = () => import('../../session/saved/openSession.ts');

/** Saves everything as one `.zscape.json` file. */
export const saveSession: Command<[], Promise<void>> = {
  name: 'Export session',
  keys: ['mod+s'],
  applies: ({ face }) => face !== null,
  undo: 'none',
  perform: async (session) => (await opening()).saveSessionFile(session),
};

export const openSession: Command<[file: File], Promise<void>> = {
  name: 'Open session',
  undo: 'itself',
  perform: async (session, file) => (await opening()).openSessionFile(session, file),
};

export const openSaved: Command<[id: string], Promise<void>> = {
  name: 'Open session',
  undo: 'itself',
  perform: async (session, id) => (await opening()).openSavedSession(session, id),
};

/** Copies the current session under another name and continues in the copy. */
export const copySession: Command<[name: string], Promise<void>> = {
  name: 'Copy session',
  undo: 'none',
  perform: async ({ sessions }, name) => sessions.begin(name.trim().slice(0, 100)),
};

export const renameSaved: Command<[id: string, name: string], Promise<void>> = {
  name: 'Rename session',
  undo: 'none',
  perform: ({ sessions }, id, name) => sessions.rename(id, name.trim().slice(0, 100)),
};

export const deleteSaved: Command<[id: string], Promise<void>> = {
  name: 'Delete session',
  undo: 'none',
  perform: ({ sessions }, id) => sessions.remove(id),
};

/** Exports everything unreadable in the browser's storage as a file. */
export const saveDamaged: Command<[], Promise<void>> = {
  name: 'Export what cannot be read',
  undo: 'none',
  perform: async (session) => (await opening()).saveDamaged(session),
};

/** The sessions saved in this browser, latest first; `own` is the one this tab writes to. */
export interface SavedList {
  sessions: ListedSession[];
  own: string;
  /** Saved things that cannot be read, or only in part. */
  damaged: number;
}

export const listSaved: Command<[], Promise<SavedList>> = {
  name: 'List sessions',
  undo: 'none',
  perform: async ({ sessions }) => ({
    sessions: await sessions.list(),
    own: sessions.id,
    damaged: sessions.aside.count,
  }),
};

export const showSessions: Command = {
  name: 'Sessions',
  keys: ['o'],
  undo: 'none',
  perform: ({ store }) => store.setState({ dialog: 'sessions' }),
};
