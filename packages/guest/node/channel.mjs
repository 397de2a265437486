import { writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { frameReader } from './frames.mjs'

const FD = 3

/**
 * The inherited control channel.
 * @param {(kind: number, call: number, payload: Buffer) => void} onFrame
 */
export function openChannel(onFrame) {
  const socket = new Socket({ fd: FD, readable: true, writable: true })
  // Captured now, so that later changes to the prototypes by user code have no effect.
  const write = socket.write.bind(socket)
  const reallyExit = process.reallyExit.bind(process)
  const later = setImmediate
  socket.on('data', frameReader(onFrame))
  // The engine is gone.
  socket.on('close', () => reallyExit(0))
  socket.on('error', () => reallyExit(0))

  let together = false
  let corked = false
  const uncork = () => {
    corked = false
    socket.uncork()
  }

  return {
    /** @param {Buffer} frame */
    send(frame) {
      if (together && !corked) {
        corked = true
        socket.cork()
        later(uncork)
      }
      return write(frame)
    },
    /** From now on, frames sent in the same turn of the event loop share one system call. */
    sendTogether() {
      together = true
    },
    /**
     * Writes a small frame to the kernel at once, bypassing the stream, if there is room. Lines logged before a crash
     * or an endless loop are then not lost, and a line costs one system call.
     * @param {Buffer} frame
     */
    sendNow(frame) {
      let written = 0
      if (corked) uncork()
      if (socket.writableLength === 0) {
        try {
          written = writeSync(FD, frame)
        } catch (error) {
          if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EAGAIN') return
        }
        if (written === frame.length) return
      }
      write(frame.subarray(written))
    },
    /**
     * Resolves once everything sent before has been read. A response waits for a slow reader this way.
     * @returns {Promise<void> | undefined}
     */
    drained() {
      if (!socket.writableNeedDrain) return undefined
      return new Promise((resolve) => socket.once('drain', resolve))
    },
    /**
     * Writes synchronously, for a process that is exiting: its event loop no longer runs.
     * @param {Buffer} frame
     */
    sendLast(frame) {
      if (corked) uncork()
      if (socket.writableLength > 0) return
      try {
        writeSync(FD, frame)
      } catch {
        // The engine reads too slowly for this last frame. It still sees the exit.
      }
    },
  }
}
