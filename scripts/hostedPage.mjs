/**
 * node scripts/hostedPage.mjs https://owner.github.io/zscape/
 * Writes the address of the published page into the README, between its two markers. The Pages workflow runs this after publishing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const start = '<!-- hosted-page:start -->';
const end = '<!-- hosted-page:end -->';

/**
 * @param {string} readme the README's text
 * @param {string} address of the published page, https only
 * @returns {string} the text with the address between the markers
 * @throws {Error} when the address is not https, or a marker is missing
 */
export function withHostedPage(readme, address) {
  const url = new URL(address);
  if (url.protocol !== 'https:')
    throw new Error(`The hosted page must be at an https address, not ${address}.`);
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The README has lost its markers ${start} and ${end}.`);
  return `${readme.slice(0, from + start.length)}\n**[Open the explorer](${url.href})**\n${readme.slice(to)}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [address] = process.argv.slice(2);
  if (address === undefined) {
    console.error('Usage: node scripts/hostedPage.mjs https://ADDRESS/');
    process.exit(2);
  }
  const readme = new URL('../README.md', import.meta.url);
  writeFileSync(readme, withHostedPage(readFileSync(readme, 'utf8'), address));
}
