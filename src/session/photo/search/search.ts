/** One search, wherever it runs: in its worker for the page, and in the same thread for tests. */
import type {
  ProjectionEngine,
  ProjectionProgress,
  ProjectionResult,
} from '../../../latent/projection/contract.ts';
import { project, refine } from '../../../latent/projection/project.ts';
import type { SearchAsk } from './messages.ts';

export interface SearchWays {
  signal: AbortSignal;
  /** Fires when the nearest face so far is good enough. */
  enough: AbortSignal;
  onProgress: (progress: ProjectionProgress) => void;
}

/** @throws as `Project` */
export type Search = (
  ask: SearchAsk,
  engine: ProjectionEngine,
  ways: SearchWays,
) => Promise<ProjectionResult>;

export const search: Search = ({ target, from, options }, engine, ways) => {
  const how = { ...options, ...ways };
  return from ? refine(target, engine, from, how) : project(target, engine, how);
};
