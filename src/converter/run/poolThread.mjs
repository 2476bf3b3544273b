/** Threads do not take over what makes Node read TypeScript: each turns that on for itself. */
import { register } from 'tsx/esm/api';

register();
await import('./poolWorker.node.ts');
