/* Reads how to reach two vcsims as JSON from standard input, one small and one with many VMs; prints one line a figure. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { command } from './command';
import { comparePairs, pairByOperations } from './pairs';
import { inventoryOfVcsim, pagedInventory } from './vsphereInventory';
import { govcEnvironment, open, serverSchema, type Server } from './vsphereServer';

const VMS = 8;

const inputSchema = z.object({ govc: z.string(), few: serverSchema, many: serverSchema });

async function main(): Promise<void> {
	const { govc, few, many } = inputSchema.parse(JSON.parse(await text(process.stdin)));
	const folder = await mkdtemp(join(tmpdir(), 'vm-snapshots-bench-'));
	try {
		await createAndDelete(govc, few, folder);
		await inventoryOfVcsim(govc, many, folder);
		await pagedInventory(folder);
	} finally {
		await rm(folder, { recursive: true });
	}
}

async function createAndDelete(govc: string, few: Server, folder: string): Promise<void> {
	const names = few.names.slice(0, VMS);
	const env = govcEnvironment(few, folder);
	const driver = await open(few);
	try {
		await comparePairs({
			system: 'vSphere (vcsim)',
			targets: names,
			ours: await pairByOperations(driver, names),
			theirs: async (vm, snapshot) => {
				await command(govc, ['snapshot.create', '-vm', vm, '-m=false', snapshot], env);
				await command(govc, ['snapshot.remove', '-vm', vm, snapshot], env);
			},
			theirWords: 'the two commands of govc, which keeps its session',
		});
	} finally {
		await driver.close();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
