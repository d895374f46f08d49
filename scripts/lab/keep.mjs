/**
 * Prints how to reach a lab as JSON, and keeps it until this process is asked to end.
 *
 * @param {object} lab
 * @param {() => Promise<void>} stop
 */
export async function keepUntilStopped(lab, stop) {
	console.log(JSON.stringify(lab, null, '\t'));
	const keepAlive = setInterval(() => undefined, 60_000);
	// Listened to for good: asked a second time, it must still take down what it has started.
	await new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, resolve);
	});
	clearInterval(keepAlive);
	await stop();
}
