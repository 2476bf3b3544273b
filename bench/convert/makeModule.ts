/** Writes the archive for the measurement: node --import tsx bench/convert/makeModule.ts FILE */
import { writeFileSync } from 'node:fs';
import { proganModule } from '../../src/converter/testing/progan/module.ts';
import { progan128 } from '../../src/converter/testing/progan/weights.ts';
import { tarGzOf } from '../../src/converter/testing/write/pack.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Name the file to write.');
writeFileSync(file, await tarGzOf(proganModule(progan128, { clip: [0, 1] }), './', 1));
