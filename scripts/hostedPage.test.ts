import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withHostedPage } from './hostedPage.mjs';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('withHostedPage', () => {
  it('puts the address between the markers of the README, and only there', () => {
    const changed = withHostedPage(readme, 'https://somebody.example/zscape/');
    expect(changed).toContain('[Open the explorer](https://somebody.example/zscape/)');
    const outside = (text: string) =>
      text.replace(/<!-- hosted-page:start -->[\s\S]*<!-- hosted-page:end -->/, '');
    expect(outside(changed)).toBe(outside(readme));
  });

  it('changes nothing when it runs again', () => {
    const once = withHostedPage(readme, 'https://somebody.example/zscape/');
    expect(withHostedPage(once, 'https://somebody.example/zscape/')).toBe(once);
  });

  it('refuses an address that is not https, and a README without its markers', () => {
    expect(() => withHostedPage(readme, 'http://somebody.example/')).toThrow('https');
    expect(() => withHostedPage('# Zscape', 'https://somebody.example/')).toThrow('markers');
  });
});
