/**
 * Finds a Chromium for the end-to-end tests: the one that CHROMIUM_PATH names, else Playwright's own, else one of the system. Run
 * as a command, it prints the path, or says how to get one and exits with code 1.
 */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const howToGetChromium = [
  'No Chromium was found for the end-to-end tests. Any of these will do:',
  '  npx playwright install --with-deps chromium   (Playwright’s own)',
  '  sudo apt-get install chromium                 (Debian; Ubuntu has it as a snap)',
  '  CHROMIUM_PATH=/path/to/chrome npm test        (one that you already have)',
].join('\n');

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** @returns {string[]} where systems usually keep a Chromium, likeliest first */
function usualPlaces() {
  const { env, platform } = process;
  if (platform === 'darwin') {
    const apps = ['/Applications', join(env.HOME ?? '', 'Applications')];
    return apps.flatMap((folder) => [
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
    ]);
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return folders
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        join(folder, 'Chromium', 'Application', 'chrome.exe'),
        join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      ]);
  }
  const folders = ['/usr/bin', ...(env.PATH ?? '').split(delimiter)].filter((folder) => folder !== '');
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

/**
 * @returns {Promise<string | undefined>} path of an executable
 * @throws when CHROMIUM_PATH names no file: silently using another browser would be a surprise
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, but there is no such file. Correct it or unset it.`);
  }
  const own = await playwrightChromium();
  return [own, ...usualPlaces()].find((path) => path !== undefined && existsSync(path));
}

/** @returns {Promise<string | undefined>} where Playwright would keep its own, whether or not it exists */
async function playwrightChromium() {
  try {
    const { chromium } = await import('@playwright/test');
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

/**
 * Says whether Chromium's sandbox can work: it needs a user other than root, and a kernel that lets anyone create user namespaces.
 * Otherwise Chromium would not start at all; without a sandbox the tests are safe, since they visit only the app itself.
 * @returns {boolean}
 */
export function sandboxWorks() {
  if (process.platform !== 'linux') return true;
  if (process.getuid?.() === 0) return false;
  return (
    kernelSetting('kernel/apparmor_restrict_unprivileged_userns') !== '1' &&
    kernelSetting('kernel/unprivileged_userns_clone') !== '0' &&
    kernelSetting('user/max_user_namespaces') !== '0' &&
    !existsSync('/.dockerenv')
  );
}

/** @param {string} name @returns {string | undefined} undefined where the kernel has no such setting */
function kernelSetting(name) {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = await findChromium().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
  if (path === undefined) {
    console.error(howToGetChromium);
    process.exit(1);
  }
  console.log(path);
}
