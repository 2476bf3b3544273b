/**
 * npm run serve -- [--port N] [--cert FILE --key FILE] [--lan]
 * Serves the build in `dist/` as a host should: with the headers for isolation and for the page's policy. With `--lan` it also
 * serves other machines of the network; they need https (a certificate and its key), for over plain http browsers give a page
 * neither threads nor storage for models.
 */
import { existsSync, readFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import getPort, { portNumbers } from 'get-port';
import { preview } from 'vite';
import { root } from './ensureInstalled.mjs';

const usage = 'npm run serve -- [--port N] [--lan] [--cert FILE --key FILE]';

/** @returns the IPv4 addresses of this machine in its networks. */
const networkAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);

/** Explains how other machines can use the page when there is no certificate. */
function howToGetHttps(address: string): string {
  const names = `subjectAltName=DNS:${hostname()},IP:${address}`;
  return [
    'Over plain http other machines get the page without WebGPU and threads, and cannot keep models. For https, make a certificate',
    '(their browsers will warn about it once) and serve again:',
    `  openssl req -x509 -newkey rsa:2048 -nodes -days 365 -keyout key.pem -out cert.pem -subj "/CN=${hostname()}" -addext "${names}"`,
    '  npm run serve -- --lan --cert cert.pem --key key.pem',
  ].join('\n');
}

function fail(sentence: string, code = 1): never {
  console.error(sentence);
  return process.exit(code);
}

function read(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return fail(`The ${what} ${path} cannot be read. Check the path.`);
  }
}

function options() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', short: 'p' },
        lan: { type: 'boolean', default: false },
        cert: { type: 'string' },
        key: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n${usage}`, 2);
  }
}

const { port: wished, lan, cert, key, help } = options();
if (help) {
  console.log(usage);
  process.exit(0);
}
if ((cert === undefined) !== (key === undefined)) fail(`--cert and --key go together.\n${usage}`, 2);
if (!existsSync(join(root, 'dist', 'index.html')))
  fail('There is no build in dist/. Make one: npm run build');
const port = wished === undefined ? await getPort({ port: portNumbers(8080, 8179) }) : Number(wished);
if (!(Number.isInteger(port) && port > 0 && port < 65536))
  fail(`${wished} is not a port; use a number from 1 to 65535.`, 2);

const https = cert && key ? { cert: read(cert, 'certificate'), key: read(key, 'key') } : undefined;
await preview({
  root,
  logLevel: 'warn',
  preview: {
    port,
    strictPort: true,
    open: false,
    // Machines may also reach the page by name, where the network has names.
    ...(lan ? { host: true, allowedHosts: true } : { host: '127.0.0.1' }),
    ...(https && { https }),
  },
}).catch((error: Error) => fail(`The server could not start: ${error.message}`));

const scheme = https ? 'https' : 'http';
console.log(`Zscape is at ${scheme}://localhost:${port}/`);
if (lan) {
  const addresses = networkAddresses();
  for (const address of addresses) console.log(`         and at ${scheme}://${address}:${port}/`);
  if (!https) console.log(howToGetHttps(addresses[0] ?? '192.168.0.2'));
}
console.log('Press Ctrl+C to stop.');
