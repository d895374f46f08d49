import { Duplex } from 'node:stream';

/** Two ends of one pipe. */
export function duplexPair(): [Duplex, Duplex] {
	const ends: [Duplex, Duplex] = [end(() => ends[1]), end(() => ends[0])];
	return ends;
}

const end = (other: () => Duplex): Duplex =>
	new Duplex({
		read: () => undefined,
		write(chunk: Buffer, _encoding, done) {
			other().push(chunk);
			done();
		},
		final(done) {
			other().push(null);
			done();
		},
	});
