import { run } from '../process/command.mjs';

/** The eyes of the checks: VMware's own command line, with a session of its own; nothing of this package. */
export class Govc {
	#program;
	#env;

	/**
	 * @param {string} program
	 * @param {{ url: string, username: string, password: string }} login
	 */
	constructor(program, { url, username, password }) {
		this.#program = program;
		this.#env = {
			GOVC_URL: url,
			GOVC_USERNAME: username,
			GOVC_PASSWORD: password,
			GOVC_INSECURE: '1',
			GOVC_PERSIST_SESSION: 'false', // or it would leave files in the home
		};
	}

	/** @param {string[]} args */
	async run(...args) {
		return (await run(this.#program, args, { env: this.#env })).trimEnd();
	}

	/** @param {string[]} args */
	async json(...args) {
		const [command, ...rest] = args;
		return JSON.parse(await this.run(command, '-json', ...rest));
	}

	/**
	 * Runs it once for each line of arguments, in one shell: what a script of a person does.
	 *
	 * @param {readonly string[]} lines
	 */
	async script(lines) {
		const commands = lines.map((line) => `"$GOVC" ${line}`);
		const env = { ...this.#env, GOVC: this.#program };
		return await run('sh', ['-ec', commands.join('\n')], { env });
	}

	/** @returns {Promise<string[]>} sorted */
	async vmNames() {
		const paths = (await this.run('find', '/', '-type', 'm')).split('\n');
		return paths.map((path) => path.slice(path.lastIndexOf('/') + 1)).sort();
	}

	/**
	 * @param {string} vm
	 * @returns {Promise<{ current?: string, snapshots: any[] }>} the tree flattened, parents first; ids, not names
	 */
	async tree(vm) {
		const { VirtualMachines } = await this.json('vm.info', vm);
		const { Snapshot } = VirtualMachines[0];
		const flat = (nodes, parent) =>
			(nodes ?? []).flatMap((node) => [
				{ ...node, id: node.Snapshot.Value, parent },
				...flat(node.ChildSnapshotList, node.Snapshot.Value),
			]);
		return {
			current: Snapshot?.CurrentSnapshot?.Value,
			snapshots: flat(Snapshot?.RootSnapshotList, undefined),
		};
	}

	/**
	 * @param {string} vm
	 * @returns {Promise<string[]>} parents first
	 */
	async snapshotNames(vm) {
		return (await this.tree(vm)).snapshots.map(({ Name }) => Name);
	}

	/** @returns {Promise<string[]>} of everybody's sessions but its own */
	async sessionKeys() {
		const { CurrentSession, SessionList } = (await this.json('session.ls')) ?? {};
		return SessionList.map(({ Key }) => Key).filter((key) => key !== CurrentSession?.Key);
	}
}
