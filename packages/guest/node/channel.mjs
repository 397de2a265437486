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
  /** Set once the thread of a debugger has the channel. @type {((frame: Buffer) => void) | null} */
  let elsewhere = null
  /** @type {((frame: Buffer) => void) | null} */
  let lastElsewhere = null
  let corked = false
  const uncork = () => {
    corked = false
    socket.uncork()
  }

  return {
    /** @param {Buffer} frame */
    send(frame) {
      if (elsewhere !== null) return (elsewhere(frame), true)
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
      if (elsewhere !== null) return elsewhere(frame)
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
      if (elsewhere !== null) return undefined
      if (!socket.writableNeedDrain) return undefined
      return new Promise((resolve) => socket.once('drain', resolve))
    },
    /**
     * Writes synchronously, for a process that is exiting: its event loop no longer runs.
     * @param {Buffer} frame
     */
    sendLast(frame) {
      if (lastElsewhere !== null) return lastElsewhere(frame)
      if (corked) uncork()
      if (socket.writableLength > 0) return
      try {
        writeSync(FD, frame)
      } catch {
        // The engine reads too slowly for this last frame. It still sees the exit.
      }
    },
    /**
     * Leaves reading and writing to another thread. Call it while the host waits: what has been read is not passed on.
     * @param {(frame: Buffer) => void} send
     * @param {(frame: Buffer) => void} sendLast returns once the frame is written
     */
    handOver(send, sendLast) {
      socket.pause()
      // pause() alone goes on reading until a buffer is full. The handle still counts as reading, so none starts anew.
      const { _handle: handle } = /** @type {any} */ (socket)
      handle.readStop()
      elsewhere = send
      lastElsewhere = sendLast
    },
  }
}
