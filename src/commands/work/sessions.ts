import type { ListedSession } from '../../session/saved/savedSessions.ts';
import type { Command } from '../command.ts';

/** Files and dialogs of sessions are loaded when somebody asks for them. */
const opening = () => import('../../session/saved/openSession.ts');

/** Saves everything as one `.zscape.json` file. */
export const saveSession: Command<[], Promise<void>> = {
  name: 'Save session',
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

/** Copies the present session under another name and goes on in the copy. */
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

/** Saves what the browser kept and this page cannot read as a file. */
export const saveDamaged: Command<[], Promise<void>> = {
  name: 'Save what cannot be read',
  undo: 'none',
  perform: async (session) => (await opening()).saveDamaged(session),
};

/** What the browser keeps, latest first; `own` is the one this tab writes to. */
export interface SavedList {
  sessions: ListedSession[];
  own: string;
  /** Things that were kept and cannot be read, or not as a whole. */
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
