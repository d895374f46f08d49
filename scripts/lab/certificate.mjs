import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/command.mjs';

/**
 * A key pair with a certificate that nobody but itself has signed, for a server on loopback or for a client.
 *
 * @param {string} folder
 * @param {string} name of its files and its subject
 * @returns {Promise<{ certificate: string, key: string, certificateFile: string, keyFile: string }>} PEM
 */
export async function makeCertificate(folder, name) {
	const certificateFile = join(folder, `${name}.crt`);
	const keyFile = join(folder, `${name}.key`);
	await run('openssl', [
		...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
		...['-days', '3650', '-subj', `/CN=${name}`],
		...['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
		...['-keyout', keyFile, '-out', certificateFile],
	]);
	const certificate = await readFile(certificateFile, 'utf8');
	return { certificate, key: await readFile(keyFile, 'utf8'), certificateFile, keyFile };
}
