import { duplexPair } from './duplexPair';
import { RpcConnection } from '../../../../drivers/libvirt/rpc/connection';
import { ConnectionFailure, LibvirtFailure } from '../../../../drivers/libvirt/rpc/failure';
import { encodeFrame, FrameSplitter, type Frame } from '../../../../drivers/libvirt/rpc/frames';
import { XdrWriter } from '../../../../drivers/libvirt/rpc/xdr';

const never = new AbortController().signal;

function setUp() {
	const [near, far] = duplexPair();
	const received: Frame[] = [];
	const splitter = new FrameSplitter();
	far.on('data', (chunk: Buffer) => received.push(...splitter.push(chunk)));
	const connection = new RpcConnection(near);
	const call = (procedure: number, signal = never) =>
		connection.call(procedure, new XdrWriter(), (reply) => reply.string(), signal);
	const answer = (frame: Partial<Frame> & { serial: number }) =>
		far.write(
			encodeFrame({
				program: 0x20008086,
				version: 1,
				procedure: 1,
				type: 1,
				status: 0,
				payload: new XdrWriter().string(`for ${frame.serial}`).bytes(),
				...frame,
			}),
		);
	return { connection, far, received, call, answer };
}

const arrived = async () => await new Promise((resolve) => setImmediate(resolve));

describe('an RPC connection', () => {
	it('matches answers to calls by serial, in whatever order they come', async () => {
		const { call, answer, received } = setUp();
		const calls = [call(10), call(11), call(12)];
		await arrived();
		expect(received.map(({ procedure, serial }) => [procedure, serial])).toEqual([
			[10, 1],
			[11, 2],
			[12, 3],
		]);
		[3, 1, 2].forEach((serial) => answer({ serial }));
		await expect(Promise.all(calls)).resolves.toEqual(['for 1', 'for 2', 'for 3']);
	});

	it('rejects with libvirt’s own code and words', async () => {
		const { call, answer } = setUp();
		const calling = call(10);
		const payload = new XdrWriter().int(42).int(10).optionalString('Domain not found').bytes();
		answer({ serial: 1, status: 1, payload });
		const failure = await calling.catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(LibvirtFailure);
		expect(failure).toMatchObject({ code: 42, message: 'Domain not found' });
	});

	it('passes over events and answers that nobody waits for', async () => {
		const { call, answer } = setUp();
		const calling = call(10);
		answer({ serial: 0, type: 2 });
		answer({ serial: 99 });
		answer({ serial: 1, program: 0x6b656570 });
		answer({ serial: 1 });
		await expect(calling).resolves.toBe('for 1');
	});

	it('fails every call under way, and every later one, when the stream ends', async () => {
		const { call, far, connection } = setUp();
		const calls = [call(10), call(11)];
		far.end();
		for (const calling of calls) await expect(calling).rejects.toMatchObject({ kind: 'closed' });
		await expect(call(12)).rejects.toBeInstanceOf(ConnectionFailure);
		expect(connection.isOpen).toBe(false);
	});

	it('fails with garbage when something else answers', async () => {
		const { call, far } = setUp();
		const calling = call(10);
		far.write('SSH-2.0-OpenSSH_9.2\r\n');
		await expect(calling).rejects.toMatchObject({ kind: 'garbage' });
	});

	it('calls an answer that is cut short garbage, and goes on', async () => {
		const { call, answer } = setUp();
		const calling = call(10);
		answer({ serial: 1, payload: Buffer.from('0000', 'hex') });
		await expect(calling).rejects.toMatchObject({ kind: 'garbage' });
		const next = call(11);
		answer({ serial: 2 });
		await expect(next).resolves.toBe('for 2');
	});

	it('rejects with the signal’s reason at once, and ignores the late answer', async () => {
		const { call, answer } = setUp();
		const abort = new AbortController();
		const calling = call(10, abort.signal);
		const reason = new Error('enough');
		abort.abort(reason);
		await expect(calling).rejects.toBe(reason);
		answer({ serial: 1 });
		const next = call(11);
		answer({ serial: 2 });
		await expect(next).resolves.toBe('for 2');
	});
});
