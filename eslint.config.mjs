import { n8nCommunityNodesPlugin as community } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const SOURCES = ['nodes/**/*.ts', 'credentials/**/*.ts', 'drivers/**/*.ts', 'snapshots/**/*.ts'];
const PARTS_OF_N8N = ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'];

/** Of the community rules those that make sense outside of nodes and credentials. */
const communityRulesForLibraries = Object.fromEntries(
	[
		'no-restricted-globals',
		'no-restricted-imports',
		'no-dangerous-functions',
		'no-hardcoded-secrets',
		'no-silent-error-swallowing',
	].map((rule) => [`@n8n/community-nodes/${rule}`, 'error']),
);

/**
 * The community rule lets every devDependency through, and those do not exist inside n8n. So what may be
 * imported is spelled out here; types are free, since nothing is left of them.
 */
const onlyImports = (modules) => ({
	'@typescript-eslint/no-restricted-imports': [
		'error',
		{
			patterns: [
				{
					regex: `^(?!\\.{1,2}/|(?:${modules.join('|')})$)`,
					message: 'This module does not exist inside n8n. See CONTRIBUTING.md, Dependencies.',
					allowTypeImports: true,
				},
			],
		},
	],
});

const HOSTS_MODULES = ['zod', 'luxon', 'node:crypto', 'crypto'];

export default tseslint.config(
	{ ignores: ['dist/', 'cli/dist/', 'coverage/', '**/.cache/', '**/node_modules/'] },

	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			'@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
			// The reason of an AbortSignal is whatever the caller chose, and is handed on as it is.
			'@typescript-eslint/prefer-promise-reject-errors': [
				'error',
				{ allowThrowingAny: true, allowThrowingUnknown: true },
			],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			// An async function turns a throw into a rejection, which is what a contract of promises needs.
			'@typescript-eslint/require-await': 'off',
			eqeqeq: 'error',
			'no-console': 'error',
		},
	},
	{
		files: SOURCES,
		linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
	},

	{
		files: PARTS_OF_N8N,
		extends: [community.configs.recommended],
		rules: {
			'@n8n/community-nodes/icon-prefer-themed-variants': 'error',
			'@n8n/community-nodes/no-dead-files': 'error',
			'@n8n/community-nodes/node-registration-complete': 'error',
			'@n8n/community-nodes/require-files-array': 'error',
			'@n8n/community-nodes/require-homepage': 'error',
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: onlyImports([...HOSTS_MODULES, 'n8n-workflow']),
	},
	{
		files: ['drivers/**/*.ts', 'snapshots/**/*.ts'],
		plugins: { '@n8n/community-nodes': community },
		rules: { ...communityRulesForLibraries, ...onlyImports(HOSTS_MODULES) },
	},
	{
		// Pure JavaScript, bundled into the built file: scripts/build/bundle.mjs.
		files: ['drivers/xml.ts'],
		rules: onlyImports([...HOSTS_MODULES, 'fast-xml-parser']),
	},

	{
		// WebAssembly and fonts, bundled likewise.
		files: ['nodes/shared/png/*.ts'],
		rules: onlyImports([
			...HOSTS_MODULES,
			'@resvg/resvg-wasm',
			'@resvg/resvg-wasm/index_bg\\.wasm',
			'dejavu-fonts-ttf/ttf/[A-Za-z-]+\\.ttf',
		]),
	},

	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// These two know the string 'main' only; the community rules demand NodeConnectionTypes.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Made for n8n's own docs, where the field is a page name; here it is a URL.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['package.json'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		rules: { ...n8nNodesBase.configs.community.rules },
	},

	{
		files: ['**/*.{js,mjs,cjs}'],
		extends: [tseslint.configs.recommended],
		rules: {
			'@typescript-eslint/no-require-imports': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_' }],
			eqeqeq: 'error',
		},
	},
	{
		files: ['test/**/*.ts', 'scripts/**/*.ts', 'cli/**/*.ts'],
		rules: {
			'no-console': 'off',
			// Jest types its asymmetric matchers (expect.stringContaining and the like) as any.
			'@typescript-eslint/no-unsafe-assignment': 'off',
		},
	},
);
