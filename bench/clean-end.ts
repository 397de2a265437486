/**
 * Runs `work` with a stack for what it starts. The stack is disposed of in any case, even on Ctrl+C or after the time
 * limit. Since the work may still be waiting then, the process exits.
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
