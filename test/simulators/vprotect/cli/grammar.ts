import { CommandFailure } from './result';

/** One option of a module: what the manual documents, letter by letter. */
export interface OptionSpec {
	readonly short: string;
	readonly long?: string;
	readonly wanted: readonly string[];
	/** The manual's own example leaves these out. */
	readonly optional?: readonly string[];
	readonly about: string;
}

const option = (
	short: string,
	wanted: readonly string[],
	about: string,
	rest: Pick<OptionSpec, 'long' | 'optional'> = {},
): OptionSpec => ({ short, wanted, about, ...rest });

/** Only what is simulated; `NOT_SIMULATED` has the rest. */
export const MODULES = {
	login: [option('-u', ['USER'], 'log in; asks for the password')],
	logout: [option('-u', ['USER'], 'log out')],
	vm: [
		option('-l', [], 'list'),
		option('-g', ['VM_GUID'], 'show details'),
		option('-T', ['VM_GUID'], 'list tasks'),
		option('-S', ['VM_GUID'], 'list managed snapshots', { long: '--list-snapshots' }),
		option('-cS', ['VM_GUID'], 'create snapshot', {
			long: '--create-snapshot',
			optional: ['RULE_GUID', 'PRIORITY'],
		}),
		option('-rvS', ['SNAPSHOT_GUID'], 'revert snapshot', { long: '--revert-snapshot' }),
		option('-rmS', ['VM_GUID,...'], 'remove old snapshots', { long: '--remove-snapshot' }),
	],
	task: [
		option('-l', [], 'list'),
		option('-g', ['GUID'], 'show details'),
		option('-d', ['GUID'], 'cancel or delete'),
	],
} satisfies Record<string, readonly OptionSpec[]>;

export type ModuleName = keyof typeof MODULES;

/** In the manual, and not here: told apart from what never was. */
const NOT_SIMULATED: Readonly<Record<string, readonly string[] | 'all'>> = {
	'vm-snappolicy': 'all',
	snappolicy: 'all',
	'storage-snappolicy': 'all',
	sched: 'all',
	vm: ['-xC', '-XC', '-xE', '-XE', '-se', '-sE', '-si', '-sI', '-sH', '-sC', '-sK'],
	task: ['-L', '-Q', '-R', '-F'],
};

export interface Call {
	readonly module: ModuleName;
	readonly option: string;
	readonly values: readonly string[];
}

const NOT_SIMULATED_CODE = 70;

/** Throws `CommandFailure` with the usage for whatever the manual does not have. */
export function parseCall([module = '', given, ...values]: readonly string[]): Call {
	const unsimulated = NOT_SIMULATED[module];
	if (unsimulated === 'all' || (given !== undefined && unsimulated?.includes(given))) {
		throw new CommandFailure(`${module} ${given}: not simulated`, NOT_SIMULATED_CODE);
	}
	if (!isModule(module)) throw new CommandFailure(usageOfAll());
	const options: readonly OptionSpec[] = MODULES[module];
	const known = options.find(({ short, long }) => given === short || given === long);
	if (given === undefined) throw new CommandFailure(usageOf(module));
	if (known === undefined) {
		throw new CommandFailure(`Unrecognized option: ${given}\n${usageOf(module)}`);
	}
	const { wanted, optional = [] } = known;
	const stray = values.find((value) => value.startsWith('-'));
	if (stray !== undefined) {
		throw new CommandFailure(`Unrecognized option: ${stray}\n${usageOf(module)}`);
	}
	if (values.length < wanted.length) {
		throw new CommandFailure(`Missing argument for option: ${given}\n${usageOf(module)}`);
	}
	if (values.length > wanted.length + optional.length) {
		throw new CommandFailure(`Too many arguments for option: ${given}\n${usageOf(module)}`);
	}
	return { module, option: known.short, values };
}

const isModule = (name: string): name is ModuleName => Object.hasOwn(MODULES, name);

const usageOfAll = (): string =>
	`usage: vprotect <module> <option>\nmodules: ${Object.keys(MODULES).join(', ')}`;

function usageOf(module: ModuleName): string {
	const options: readonly OptionSpec[] = MODULES[module];
	const lines = options.map(({ short, long, wanted, optional = [], about }) => {
		const names = long === undefined ? short : `${short},${long}`;
		const values = [...wanted.map((name) => `<${name}>`), ...optional.map((name) => `[${name}]`)];
		return ` ${[names, ...values].join(' ')}   ${about}`;
	});
	return [`usage: vprotect ${module}`, ...lines].join('\n');
}
