import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import ts from 'typescript';

export const ROOT = join(__dirname, '..', '..');

export const SOURCE_FOLDERS = ['nodes', 'credentials', 'drivers', 'snapshots'] as const;

export interface SourceFile {
	/** From the root, with forward slashes. */
	readonly path: string;
	readonly text: string;
}

export interface Import {
	readonly from: string;
	/** A path from the root for a file of ours, the bare name for a package. */
	readonly to: string;
	readonly typesOnly: boolean;
	/** Loaded when the code comes by, not when the file is. */
	readonly late: boolean;
}

const slashed = (path: string): string => path.split(sep).join('/');

/** What `cli/` has of its own besides sources. */
const NOT_OURS = /^cli\/(node_modules|dist|\.cache)(\/|$)/;

/** Every file below a folder whose name ends as wanted. */
export function filesBelow(folder: string, ending = '.ts'): SourceFile[] {
	return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(ending))
		.filter(({ parentPath }) => !NOT_OURS.test(slashed(relative(ROOT, parentPath))))
		.map((entry) => {
			const absolute = join(entry.parentPath, entry.name);
			const path = slashed(relative(ROOT, absolute));
			return { path, text: readFileSync(absolute, 'utf8') };
		});
}

/** One file at the root. */
export const rootFile = (path: string): SourceFile => ({
	path,
	text: readFileSync(join(ROOT, path), 'utf8'),
});

const parse = ({ path, text }: SourceFile): ts.SourceFile =>
	ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);

/** Every `import`, `export … from`, `import()`, `require()` and `import('…')` type of one file. */
export function importsOf(file: SourceFile): Import[] {
	const found: Import[] = [];
	const add = (specifier: ts.Node | undefined, typesOnly: boolean, late = false): void => {
		if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
		found.push({ from: file.path, to: resolved(file.path, specifier.text), typesOnly, late });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, importsOnlyTypes(node));
		else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
			add(node.argument.literal, true);
		} else if (ts.isCallExpression(node) && callsForModule(node)) {
			add(node.arguments[0], false, node.expression.kind === ts.SyntaxKind.ImportKeyword);
		}
		ts.forEachChild(node, visit);
	};
	visit(parse(file));
	return found;
}

function importsOnlyTypes({ importClause }: ts.ImportDeclaration): boolean {
	if (importClause === undefined) return false;
	if (importClause.isTypeOnly) return true;
	const { name, namedBindings } = importClause;
	if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) {
		return false;
	}
	return namedBindings.elements.every((element) => element.isTypeOnly);
}

const callsForModule = ({ expression }: ts.CallExpression): boolean =>
	expression.kind === ts.SyntaxKind.ImportKeyword ||
	(ts.isIdentifier(expression) && expression.text === 'require');

const resolved = (from: string, specifier: string): string =>
	specifier.startsWith('.') ? slashed(normalize(join(dirname(from), specifier))) : specifier;

/** The free-standing identifiers of a file: not the `x` of `a.x`, `{ x: 1 }` or a type. */
export function identifiersOf(file: SourceFile): Set<string> {
	const names = new Set<string>();
	const visit = (node: ts.Node): void => {
		if (ts.isIdentifier(node) && !isMemberName(node)) names.add(node.text);
		ts.forEachChild(node, visit);
	};
	visit(parse(file));
	return names;
}

function isMemberName(node: ts.Identifier): boolean {
	const { parent } = node;
	if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
	if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent))
		return parent.name === node;
	return ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent);
}
