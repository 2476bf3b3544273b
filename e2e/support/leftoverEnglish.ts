/** Finds words that a page in another language still shows in English. */
import type { Page } from '@playwright/test';
import { defaultCredit } from './shipped.ts';

/**
 * Text that may stay English: expressions, names, formats, keys and terms of the field; whole texts, such as titles and licences of
 * models; addresses.
 */
const allowed = [
  /https?:\/\/\S+|[\w.-]*\.(com|io|org|dev|npy|png|gif|json|zip|tar|gz|h5|keras|onnx|safetensors|md|js|pth|bin)\b/g,
  /Free for personal and commercial use|Trained by this project on drawn \w+|Apache-2\.0|\bMIT\b/g,
  /\b(Zscape|Avatars|Avataaars by Pablo Stanley|Portraits|ProGAN|PGGAN|Progressive GAN|CelebA|TensorFlow|TF-Hub|TF|Keras|PyTorch|NumPy|ONNX|GitHub|Hugging Face)\b/g,
  /\b(GIF|PNG|APNG|WebP|WebM|MP4|JPEG|JSON|CSV|safetensors|WebGPU|WebGL|WASM|CPU|GPU|SIMD|relaxed SIMD, \d+ threads?|Git LFS)\b/g,
  /\b(Space|Ctrl|Shift|Enter|Esc|Escape|Home|End|Page|Delete|Tab|Backspace|Alt)\b/g,
  /\b(GAN|Karras|Kingma and Ba|Gulrajani et al|LSUN|SWD|He|Adam|PixelNorm|LReLU|ReLU|fan-in|\d+x\d+\/(dense|conv\d?)|toRgb)\b/g,
  /\b(PCA|SeFa|Slerp|Lerp|slerp|lerp|mean|mix|norm|lock|Fr[eé]chet|Wasserstein|Sliced|MS-SSIM|float\d+|Catmull-Rom|English)\b/g,
];

/** @returns visible texts and accessible names that still have an English word of three letters or more */
export async function leftoverEnglish(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found = new Set<string>();
    const isSeen = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('noscript, script, style, template, code, .arithmetic-chip, [lang="en"]:not(html)') ===
        null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (parentElement && isSeen(parentElement)) found.add(textContent ?? '');
    }
    const named = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
    for (const element of document.querySelectorAll(named.map((name) => `[${name}]`).join())) {
      if (!isSeen(element)) continue;
      for (const name of named) found.add(element.getAttribute(name) ?? '');
    }
    return [...found];
  });
  return texts
    .map((text) => ({
      text: text.trim(),
      // A model's credit stays in its maker's words.
      rest: allowed.reduce((left, rule) => left.replace(rule, ' '), text.replaceAll(defaultCredit, ' ')),
    }))
    .filter(({ rest }) => /[A-Za-z]{3,}/.test(rest))
    .map(({ text }) => text);
}
