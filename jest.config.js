/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	// All cores: on two, jest would leave one to itself, which has little to do.
	maxWorkers: '100%',
	// Nothing sleeps; but laws that make many snapshots share two cores with others.
	testTimeout: 30_000,
	transformIgnorePatterns: ['/node_modules/.*(?<!\\.(wasm|ttf|woff2))$'],
	transform: {
		'\\.(wasm|ttf|woff2)$': '<rootDir>/test/support/binaryFile.cjs',
		'^.+\\.[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
	},
};
