// Pictures of one workflow of a running n8n, for the documentation:
//   N8N_EMAIL=… N8N_PASSWORD=… node scripts/editor/shot.mjs URL WORKFLOW_ID FOLDER
// The demo prints URL, e-mail and password; the workflow's id is the end of its address in the editor.
import { PlainError, report } from '../process/plainError.mjs';
import { Editor, photograph } from './browser.mjs';

async function main() {
	const [url, workflowId, folder] = process.argv.slice(2);
	const { N8N_EMAIL: email, N8N_PASSWORD: password } = process.env;
	if (!url || !workflowId || !folder || !email || !password) {
		throw new PlainError(
			'usage: N8N_EMAIL=… N8N_PASSWORD=… node scripts/editor/shot.mjs URL WORKFLOW_ID FOLDER',
		);
	}
	const editor = await Editor.open({ url, email, password });
	try {
		const { canvas, panels } = await photograph(editor, workflowId, folder);
		for (const file of [canvas, ...panels.map((panel) => panel.file)]) console.log(file);
	} finally {
		await editor.close();
	}
}

main().catch((error) => {
	report(error);
	process.exitCode = 1;
});
