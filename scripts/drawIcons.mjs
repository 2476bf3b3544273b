/**
 * node scripts/drawIcons.mjs [--page ADDRESS]
 * Draws the pictures that the manifest and index.html name: icons from public/icon.svg into public/icons/ and, given the address of
 * a running page, screenshots into public/screenshots/. All are committed, so a build needs no browser.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { findChromium, howToGetChromium, sandboxWorks } from './chromium.mjs';
import { root } from './ensureInstalled.mjs';

const { values } = parseArgs({ options: { page: { type: 'string' } } });
const executablePath = await findChromium();
if (executablePath === undefined) throw new Error(howToGetChromium);
const file = (/** @type {string[]} */ ...path) => join(root, 'public', ...path);
const svg = readFileSync(file('icon.svg'), 'utf8');
/** The letter without its tile, for pictures whose background fills the whole square. */
const letter = svg.replace(/<rect[^>]*\/>/, '');
const background = /<rect[^>]*fill="([^"]+)"/.exec(svg)?.[1] ?? '#000';
const inline = (/** @type {string} */ text) =>
  `data:image/svg+xml;base64,${Buffer.from(text).toString('base64')}`;

const browser = await chromium.launch({ executablePath, chromiumSandbox: sandboxWorks() });
for (const folder of ['icons', 'screenshots']) mkdirSync(file(folder), { recursive: true });

/** @param {string} name @param {number} size @param {string} source @param {{ fill?: string, share?: number }} [how] */
async function draw(name, size, source, { fill = 'transparent', share = 1 } = {}) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const side = Math.round(size * share);
  await page.setContent(
    `<body style="margin:0;height:${size}px;display:grid;place-items:center;background:${fill}">
     <img src="${inline(source)}" width="${side}" height="${side}"></body>`,
  );
  await page.screenshot({ path: file('icons', name), omitBackground: fill === 'transparent' });
  await page.close();
}

await draw('icon-192.png', 192, svg);
await draw('icon-512.png', 512, svg);
// A system that crops it keeps at least a circle of four fifths of its width.
await draw('maskable-512.png', 512, letter, { fill: background, share: 0.86 });
await draw('apple-touch.png', 180, letter, { fill: background, share: 0.94 });

const faces = readFileSync(join(root, 'docs', 'images', 'portraits.webp')).toString('base64');
const card = await browser.newPage({ viewport: { width: 1200, height: 630 } });
await card.setContent(
  `<body style="margin:0;height:630px;display:flex;background:${background};color:#f2f3f7;font-family:system-ui,sans-serif">
   <div style="width:560px;padding:0 70px;box-sizing:border-box;align-self:center">
   <img src="${inline(letter)}" width="150" height="150" style="margin-left:-34px">
   <div style="font-size:84px;font-weight:650;letter-spacing:-2px">Zscape</div>
   <div style="font-size:31px;line-height:1.35;margin-top:14px;color:#b5b9c6">Explore a GAN’s latent space, in your browser</div></div>
   <div style="flex:1;background:url(data:image/webp;base64,${faces}) center/cover"></div></body>`,
);
await card.screenshot({ path: file('screenshots', 'card.jpg'), quality: 84, type: 'jpeg' });

if (values.page !== undefined) {
  for (const [name, width, height, scale] of /** @type {const} */ ([
    ['wide.png', 1280, 800, 1],
    ['narrow.png', 390, 844, 2],
  ])) {
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale });
    await page.goto(`${values.page}?backend=wasm&seed=252`);
    await page.locator('canvas[data-frame]').first().waitFor();
    await page.waitForTimeout(4000);
    await page.screenshot({ path: file('screenshots', name) });
    await page.close();
  }
}
await browser.close();
