import type { SshPort } from './ssh';

/** A connection that is opened when it is first used: for systems that need SSH for little of what they do. */
export function lateSsh(address: string, open: (signal: AbortSignal) => Promise<SshPort>): SshPort {
	let opening: Promise<SshPort> | undefined;
	const opened = async (signal: AbortSignal): Promise<SshPort> => {
		opening ??= open(signal);
		try {
			return await opening;
		} catch (error) {
			opening = undefined; // whoever comes next tries again
			throw error;
		}
	};
	return {
		address,
		ensureOpen: async (signal) => await (await opened(signal)).ensureOpen(signal),
		run: async (command, signal) => await (await opened(signal)).run(command, signal),
		openUnixSocket: async (path, signal) =>
			await (await opened(signal)).openUnixSocket(path, signal),
		openCommand: async (command, signal) =>
			await (await opened(signal)).openCommand(command, signal),
		async close() {
			const ssh = await opening?.catch(() => undefined); // whoever opened it was told
			await ssh?.close();
		},
	};
}
