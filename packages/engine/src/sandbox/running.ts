import type { Duplex, Readable } from 'node:stream'

export interface End {
  code: number | null
  signal: NodeJS.Signals | null
}

/** A started process with a channel as fd 3. */
export interface Running {
  channel: Duplex
  stdout: Readable
  stderr: Readable
  /** Settles when the process exits; never rejects. */
  ended: Promise<End>
}

/**
 * Waits for the exit and the end of all output. Does not wait for the channel, because a child process may keep a copy
 * of it.
 */
export async function endOf({ channel, stdout, stderr, ended }: Running): Promise<End> {
  // Ignore write errors: the exit of the peer is reported instead.
  for (const stream of [channel, stdout, stderr]) stream.on('error', () => {})
  const end = await ended
  // A surviving child process that holds a copy of our pipe never closes it.
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 500).unref())
  await Promise.race([closed(stdout, stderr), patience])
  return end
}

/** Resolves when all streams have ended or were destroyed. */
export async function closed(...streams: Readable[]): Promise<void> {
  await Promise.all(
    streams.map((stream) => {
      if (stream.destroyed || stream.closed || stream.readableEnded) return null
      return new Promise((resolve) => stream.once('close', resolve))
    }),
  )
}
