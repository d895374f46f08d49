// npm run demo [-- --once] [-- --port N] [-- --fresh]
// Nothing but this check may be imported statically: an old Node would stumble over newer names first.
const OLDEST_NODE = [20, 15];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
	console.error(
		`The demo needs Node ${OLDEST_NODE.join('.')} or later. This is ${process.version}.`,
	);
	process.exit(1);
}
const { main } = await import('./demo/main.mjs');
await main(process.argv.slice(2));
