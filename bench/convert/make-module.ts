/** Writes the archive that is measured: node --import tsx bench/convert/make-module.ts FILE */
import { writeFileSync } from 'node:fs';
import { tarGzOf } from '../../src/converter/testing/pack.ts';
import { proganModule } from '../../src/converter/testing/progan-module.ts';
import { progan128 } from '../../src/converter/testing/progan-weights.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Name the file to write.');
writeFileSync(file, await tarGzOf(proganModule(progan128, { clip: [0, 1] }), './', 1));
