import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { SnapshotError } from '../../snapshots/errors';
import type { SystemDescription } from '../../snapshots/driver';
import { clock } from './clock';
import { SYSTEMS } from './systems';
import type { System, Transports } from './systems/system';

/** Somebody sits before the button. */
const TEST_LIMIT_MS = 45_000;

/** Name of the test method of a system's credential. */
export const testNameOf = ({ credential }: System): string => `${credential}Test`;

type CredentialTest = (
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
) => Promise<INodeCredentialTestResult>;

/** One test method for each system's credential: logs in, and tells who answered. */
export const credentialTests: Record<string, CredentialTest> = Object.fromEntries(
	SYSTEMS.map((system) => [testNameOf(system), testOf(system)]),
);

function testOf(system: System): CredentialTest {
	return async function (credential) {
		try {
			const { name, version } = await describe(system, this.helpers, credential.data);
			return { status: 'OK', message: `${name} answered: ${version}` };
		} catch (error) {
			return { status: 'Error', message: said(error) };
		}
	};
}

async function describe(
	system: System,
	transports: Transports,
	credentials: unknown,
): Promise<SystemDescription> {
	const ending = new AbortController();
	const limit = clock.sleep(TEST_LIMIT_MS, ending.signal).then(
		() =>
			ending.abort(new SnapshotError('TIMEOUT', 'No answer came in time', { system: system.id })),
		() => undefined, // the test was done first
	);
	try {
		const driver = await system.open(transports, credentials, clock, ending.signal);
		try {
			return await driver.describeSystem(ending.signal);
		} finally {
			await driver.close();
		}
	} finally {
		ending.abort();
		await limit;
	}
}

function said(error: unknown): string {
	if (error instanceof SnapshotError) return `${error.message}. ${error.advice}`;
	return error instanceof Error ? error.message : String(error);
}
