/** The debugged thread's half of a debug session; the other half is debugger-thread.mjs. */
import { realpathSync } from 'node:fs'
import { processMs } from './process-ms.mjs'

/** The build puts it beside main.cjs. */
const THREAD = new URL('./debugger-thread.cjs', import.meta.url)
// Loading it takes 1.5 ms of processor time, and few instances are debugged.
const load = process.getBuiltinModule
/** How long an exiting process waits for its last frame to be written. */
const LAST_MS = 500

/** Written by the thread: milliseconds for which it has held the code, and since when it holds it. */
const held = new Float64Array(new SharedArrayBuffer(16))

/** Milliseconds for which a debugger has held the code. */
export function heldMs() {
  const [before, since] = held
  return since === 0 ? before : before + processMs() - since
}

/**
 * Gives the control channel to a thread of its own, which goes on while a breakpoint holds this one. Resolves when the
 * debugger says that the code may be loaded.
 * @param {ReturnType<typeof import('./channel.mjs').openChannel>} channel
 * @param {(kind: number, call: number, payload: Buffer) => void} onFrame
 * @param {string} taskFolder
 * @returns {Promise<void>}
 */
export function attachDebugger(channel, onFrame, taskFolder) {
  const written = new Int32Array(new SharedArrayBuffer(4))
  const { Worker } = load('node:worker_threads')
  const thread = new Worker(THREAD, {
    workerData: { written, held, taskFolder: realpathSync(taskFolder) },
    stdout: false,
    stderr: false,
  })
  const post = thread.postMessage.bind(thread)
  const wait = Atomics.wait
  channel.handOver(
    (frame) => post({ frame }),
    (frame) => {
      post({ frame, last: true })
      wait(written, 0, 0, LAST_MS)
    },
  )
  return new Promise((resolve) => {
    thread.on('message', ({ go, kind, call, payload }) => {
      if (go) resolve()
      else onFrame(kind, call, Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength))
    })
  })
}
