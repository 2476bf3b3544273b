/**
 * `npm start`: installs what is missing, builds when a source changed, serves the production build.
 * `npm start -- --port 4321 --host --no-open`; the environment variable PORT works too.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, root } from './ensureInstalled.mjs';
import { buildIsFresh } from './sourceStamp.mjs';

const usage = `npm start -- [--port N] [--host [ADDRESS]] [--no-open]
  --port N   the port to serve on (default: PORT, or 5173, or the next one that is free)
  --host     serve on all network addresses, not only to this machine
  --no-open  do not open a browser`;

const defaultPort = 5173;
/** Not `localhost`: on some machines that is ::1 only, and tools that ask for 127.0.0.1 find no server. */
const loopback = '127.0.0.1';

const options = readOptions();
ensureInstalled();

if (buildIsFresh(root)) {
  console.log('The build is up to date.');
} else {
  console.log('Building the page, which takes about a minute.');
  await build();
  console.log('Built.');
}

const vite = await import('vite');
const { default: getPort, portNumbers } = await import('get-port');
const port = options.port ?? (await getPort({ port: portNumbers(defaultPort, defaultPort + 99) }));
const server = await vite
  .preview({
    root,
    logLevel: 'warn',
    preview: { port, host: options.host ?? loopback, strictPort: true, open: options.open },
  })
  .catch((error) =>
    fail(
      /in use|EADDRINUSE/i.test(error.message)
        ? `Port ${port} is taken. Stop the program that uses it, or choose another: npm start -- --port ${port + 1}`
        : `The server could not start: ${error.message}`,
    ),
  );

console.log(`Zscape is at http://localhost:${port}/`);
for (const network of server.resolvedUrls?.network ?? []) {
  console.log(`             ${network} (slower: browsers allow neither WebGPU nor threads over plain http)`);
}
console.log('Press Ctrl+C to stop.');
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));

/** @returns {{ port: number | undefined, host: string | true | undefined, open: boolean }} */
function readOptions() {
  /** @type {Record<string, string | boolean | undefined>} */
  let values;
  // The address after `--host` is optional; parseArgs has to be told which form it is.
  const args = process.argv.slice(2).flatMap((arg, i, all) => {
    const next = all[i + 1];
    return arg === '--host' && (next === undefined || next.startsWith('-')) ? ['--host='] : [arg];
  });
  try {
    values = parseArgs({
      args,
      options: {
        port: { type: 'string', short: 'p' },
        host: { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    fail(`${error instanceof Error ? error.message : error}\n${usage}`, 2);
  }
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const wished = values.port ?? process.env.PORT;
  const port = wished === undefined || wished === '' ? undefined : Number(wished);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    fail(`${wished} is not a port; use a whole number from 1 to 65535.`, 2);
  }
  return {
    port,
    host: typeof values.host === 'string' ? values.host || true : undefined,
    open: Boolean(process.stdout.isTTY) && !process.env.CI && !values['no-open'],
  };
}

/** In a process of its own: it takes more than 1 GB of memory, which this one would keep for as long as it serves. */
async function build() {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) fail('The build failed; the reason is above.');
}

/** @param {string} sentence @param {number} [code] @returns {never} */
function fail(sentence, code = 1) {
  console.error(sentence);
  process.exit(code);
}
