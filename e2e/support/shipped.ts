/** The model that the page opens with, from `public/models`: tests must pass whichever it is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './site.ts';

interface Listed {
  id: string;
  title: string;
  default?: boolean;
}

interface Direction {
  name: string;
  /** Whether it is shown before the groups. */
  first?: boolean;
}

const read = (...path: string[]) =>
  JSON.parse(readFileSync(join(projectRoot, 'public', 'models', ...path), 'utf8'));

const { models } = read('index.json') as { models: [Listed, ...Listed[]] };

export const defaultModel: Listed = models.find((one) => one.default) ?? models[0];

/** The default model's credit. */
export const defaultCredit: string = read(defaultModel.id, 'zscape.json').licence.credit;

const { directions } = read(defaultModel.id, 'directions.json') as { directions: Direction[] };

/** Names of the default model's attributes whose sliders are visible from the start, from the top of the panel. */
export const openAttributes: readonly string[] = (
  directions.some(({ first }) => first) ? directions.filter(({ first }) => first) : directions
).map(({ name }) => name);
