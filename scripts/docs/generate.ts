/* npm run docs: writes what is generated into the README. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { withMatrix } from './readme';

const README = join(__dirname, '..', '..', 'README.md');

const generate = async (): Promise<void> => {
	const options = { parser: 'markdown', useTabs: true, printWidth: 100 };
	writeFileSync(README, await format(withMatrix(readFileSync(README, 'utf8')), options));
};

generate().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
