import type { ContestantModule } from './contestant.ts';
export const start: ContestantModule['start'] = () => Promise.reject(new Error('not measured yet'));
