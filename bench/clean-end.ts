/**
 * Runs it with a stack for what it starts, which is emptied however it ends: also on Ctrl+C, and when it takes too long.
 * Then it may still be waiting for something; the process is to end.
 */
export async function withCleanEnd(
  run: (running: AsyncDisposableStack) => Promise<void>,
  timeLimitMs?: number,
): Promise<void> {
  await using running = new AsyncDisposableStack()
  const stopped = new Promise<never>((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => reject(new Error(`Got ${signal}`)))
    if (timeLimitMs !== undefined) setTimeout(() => reject(new Error('It took too long')), timeLimitMs).unref()
  })
  await Promise.race([run(running), stopped])
}
