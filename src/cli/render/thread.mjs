/** Threads do not inherit Node's ability to read TypeScript, so each turns it on itself. */
import { register } from 'tsx/esm/api';

register();
await import('./thread.node.ts');
