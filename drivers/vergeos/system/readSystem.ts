import { z } from 'zod';
import type { VergeosClient } from '../client';
import { Misunderstanding } from '../../failures';
import { key, text } from '../schema';

const schema = z.object({ $key: key, yb_version: text, os_version: text, cloud_name: text });
const FIELDS = ['$key', 'yb_version', 'os_version', 'cloud_name'];

export interface SystemInfo {
	readonly name: string;
	readonly version: string;
}

/** Which VergeOS this is; answers without a login are refused, so it proves the login, too. */
export async function readSystem(client: VergeosClient, signal: AbortSignal): Promise<SystemInfo> {
	const [row] = await client.all('system', schema, { fields: FIELDS }, signal);
	if (row === undefined) throw new Misunderstanding('it tells of no system');
	return {
		name: row.cloud_name === '' ? client.address : row.cloud_name,
		version: row.yb_version === '' ? row.os_version : row.yb_version,
	};
}
