import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './languages.ts';

describe('chooseLanguage', () => {
  it('prefers the address to the setting, and the setting to the browser', () => {
    expect(chooseLanguage('ja', 'ko', ['en'])).toBe('ja');
    expect(chooseLanguage(null, 'ko', ['ja-JP'])).toBe('ko');
    expect(chooseLanguage(null, null, ['ja-JP', 'ko'])).toBe('ja');
  });

  it('skips unknown languages', () => {
    expect(chooseLanguage('tlh', 7, ['de-CH', 'ko-KR', 'en'])).toBe('ko');
    expect(chooseLanguage('', undefined, ['fr'])).toBe('en');
    expect(chooseLanguage('JA-jp', undefined, [])).toBe('ja');
  });
});
