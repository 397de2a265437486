import type { ChildProcess } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'

/**
 * The streams of a child that was spawned with a pipe as fd 3, and its end. `ended` waits for the child's own exit and
 * for its output to be read to the end, but not for the channel: whoever holds a copy of that must not keep us waiting.
 */
export function fromChild(child: ChildProcess) {
  const channel = child.stdio[3] as Duplex
  const stdout = child.stdout as Readable
  const stderr = child.stderr as Readable
  // A write to a peer that is gone is an exit, and the exit is reported by `ended`.
  for (const stream of [channel, stdout, stderr]) stream.on('error', () => {})

  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }))
    child.once('exit', (code, signal) => {
      const settle = () => resolve({ code, signal })
      let open = 2
      const closed = () => {
        if (--open === 0) settle()
      }
      for (const stream of [stdout, stderr]) {
        if (stream.destroyed || stream.closed || stream.readableEnded) closed()
        else stream.once('close', closed)
      }
      // A grandchild that survives with a copy of our pipe never lets it close.
      setTimeout(settle, 500).unref()
    })
  })
  return { channel, stdout, stderr, ended }
}
