import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core writes its settings as soon as it is loaded, and must not do so in a person's home.
process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'n8n-engine-'));
// It also prints every failure of a node, which is what half of these tests are about.
process.env.N8N_LOG_LEVEL ??= 'silent';
