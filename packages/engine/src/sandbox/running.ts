import type { Duplex, Readable } from 'node:stream'

export interface End {
  code: number | null
  signal: NodeJS.Signals | null
}

/** A process that was started with a channel as fd 3. */
export interface Running {
  channel: Duplex
  stdout: Readable
  stderr: Readable
  /** Settles when the process itself is gone; never rejects. */
  ended: Promise<End>
}

/**
 * The end of a process whose output has been read to its end as well, but not its channel: whoever holds a copy of that
 * must not keep us waiting.
 */
export async function endOf({ channel, stdout, stderr, ended }: Running): Promise<End> {
  // A write to a peer that is gone is an exit, and the exit is what is reported.
  for (const stream of [channel, stdout, stderr]) stream.on('error', () => {})
  const end = await ended
  // A grandchild that survives with a copy of our pipe never lets it close.
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 500).unref())
  await Promise.race([closed(stdout, stderr), patience])
  return end
}

/** Resolves when all of them have been read to their end, or given up. */
export async function closed(...streams: Readable[]): Promise<void> {
  await Promise.all(
    streams.map((stream) => {
      if (stream.destroyed || stream.closed || stream.readableEnded) return null
      return new Promise((resolve) => stream.once('close', resolve))
    }),
  )
}
