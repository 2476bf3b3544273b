import { describe, expect, it } from 'vitest';
import { QuestionFaces } from './questionFaces.ts';

/** Chooses 1, 2, 3, ... and draws at once, unless it is told to wait. */
function startQuestions() {
  const open = new Set<number>();
  const drawn: (() => void)[] = [];
  let next = 0;
  let waits = false;
  const questions = new QuestionFaces(
    {
      choose: async () => ++next,
      draw: async (seed, signal, take) => {
        const give = () => {
          open.add(seed);
          take({ close: () => open.delete(seed) } as unknown as ImageBitmap);
        };
        if (waits) drawn.push(give);
        else if (!signal.aborted) give();
      },
      changed: () => {},
    },
    [],
  );
  questions.open();
  return { questions, open, drawn, hold: () => (waits = true) };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('the faces of a lesson', () => {
  it('have pictures near the present question, and let go of the others', async () => {
    const { questions, open } = startQuestions();
    for (let seed = 1; seed <= 60; seed++) {
      await settle();
      expect(questions.current?.seed).toBe(seed);
      expect(questions.current?.picture).toBeDefined();
      expect(open.size).toBeLessThanOrEqual(7);
      questions.forward();
    }
    questions.close();
    expect(open.size).toBe(0);
  });

  it('are drawn again when one goes back to them', async () => {
    const { questions, open } = startQuestions();
    for (let i = 0; i < 20; i++) {
      await settle();
      questions.forward();
    }
    for (let seed = 20; seed >= 1; seed--) {
      expect(questions.back()?.seed).toBe(seed);
      await settle();
      expect(questions.current?.picture).toBeDefined();
      expect(open.size).toBeLessThanOrEqual(7);
    }
    expect(questions.back()).toBeNull();
    expect(questions.canGoBack).toBe(false);
  });

  it('close what is drawn after the lesson has ended', async () => {
    const { questions, open, drawn, hold } = startQuestions();
    hold();
    await settle();
    questions.close();
    for (const give of drawn) give();
    expect(drawn.length).toBeGreaterThan(0);
    expect(open.size).toBe(0);
  });
});
