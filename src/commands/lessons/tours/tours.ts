/** All lessons, by their names. */
import type { LessonName } from '../../../store/state/state.ts';
import type { Lesson } from '../lesson.ts';
import { arithmetic } from './arithmetic.ts';
import { growing } from './growing.ts';
import { smooth } from './smooth.ts';
import { space } from './space.ts';
import { variety } from './variety.ts';

export const tours: Record<LessonName, Lesson> = { space, smooth, growing, variety, arithmetic };
