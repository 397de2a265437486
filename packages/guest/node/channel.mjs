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
  // Captured now: whatever user code does to the prototypes later changes nothing here.
  const write = socket.write.bind(socket)
  const reallyExit = process.reallyExit.bind(process)
  const later = setImmediate
  socket.on('data', frameReader(onFrame))
  // The engine is gone: nobody is left to answer to.
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
    /** From now on, what is sent in the same turn of the event loop goes out in one system call. */
    sendTogether() {
      together = true
    },
    /**
     * Hands a small frame to the kernel at once, past the stream, where there is room: what was logged before a crash or
     * an endless loop is not lost, and a line costs one system call.
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
     * Resolves when the other side has taken what was sent before: how a response waits for a slow reader.
     * @returns {Promise<void> | undefined}
     */
    drained() {
      if (!socket.writableNeedDrain) return undefined
      return new Promise((resolve) => socket.once('drain', resolve))
    },
    /**
     * The last words of a process that is exiting: no event loop runs any more, so this writes in place.
     * @param {Buffer} frame
     */
    sendLast(frame) {
      if (corked) uncork()
      if (socket.writableLength > 0) return
      try {
        writeSync(FD, frame)
      } catch {
        // The engine reads slower than we die; it sees the exit anyway.
      }
    },
  }
}
