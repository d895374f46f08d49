import { n8nCommunityNodesPlugin as community } from '@n8n/eslint-plugin-community-nodes';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const SOURCES = ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'];

/**
 * What n8n's scanner for community packages does, as far as it can be done offline: its rules over the
 * sources of nodes and credentials, package.json and every built file, deaf to suppressions.
 */
export async function assertScannerWouldPass(folder, sources = SOURCES) {
	const eslint = new ESLint({
		overrideConfigFile: true,
		overrideConfig: [
			community.configs.recommended,
			{ files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },
			{
				files: ['**/*.ts', '**/*.json'],
				languageOptions: {
					parser: tseslint.parser,
					parserOptions: { extraFileExtensions: ['.json'] },
				},
			},
		],
		allowInlineConfig: false,
		errorOnUnmatchedPattern: false,
		ignore: false,
	});
	const results = await eslint.lintFiles([`${folder}/**/*.js`, ...sources]);
	const failed = ESLint.getErrorResults(results);
	if (failed.length === 0) return;
	const formatter = await eslint.loadFormatter('stylish');
	throw new Error(`The community scanner would refuse this:\n${await formatter.format(failed)}`);
}
