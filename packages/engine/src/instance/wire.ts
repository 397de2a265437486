import { FrameReader } from '../protocol/frame-reader.ts'
import { CANCEL, encodeCredit, encodeFrame, ProtocolError, type Frame } from '../protocol/frames.ts'
import type { Sandbox, SandboxExit } from '../sandbox/sandbox.ts'

/** Receives what a sandbox sends. An exception ends the conversation with that sandbox and nothing else. */
export interface Receiver {
  /** @throws {ProtocolError} when the frame is out of turn or malformed */
  frame(frame: Frame): void
  output(stream: 'stdout' | 'stderr', chunk: Buffer): void
  /** The conversation has ended; no further data arrives. */
  broken(message: string): void
  exited(exit: SandboxExit): void
}

const FAULT = 'Alcove failed to handle what the instance sent: see the log of the server'

/** The control channel and output of one sandbox. Receivers change when a guest sandbox becomes an instance. */
export class Wire {
  readonly sandbox: Sandbox
  receiver: Receiver
  readonly #log: (line: object) => void
  #ignoring = false
  #corked = false
  #drained: Promise<void> | undefined

  /** @param log gets our own errors: everything except a ProtocolError */
  constructor(sandbox: Sandbox, receiver: Receiver, log: (line: object) => void) {
    this.sandbox = sandbox
    this.receiver = receiver
    this.#log = log
    const { channel, stdout, stderr, exited } = sandbox
    stdout.on('data', (chunk: Buffer) => this.guard(() => this.receiver.output('stdout', chunk)))
    stderr.on('data', (chunk: Buffer) => this.guard(() => this.receiver.output('stderr', chunk)))
    const reader = new FrameReader((frame) => {
      // The previous frame may have ended the conversation.
      if (!this.#ignoring) this.receiver.frame(frame)
    })
    channel.on('data', (chunk: Buffer) => {
      if (this.#ignoring) return
      try {
        reader.push(chunk)
      } catch (error) {
        this.#fail(error)
      }
    })
    // Once the guest has closed the channel, it cannot be reached, even if its process still runs.
    channel.once('end', () => {
      setTimeout(() => this.#fail(new ProtocolError('The control channel was closed')), 1000).unref()
    })
    void exited.then((exit) => this.guard(() => this.receiver.exited(exit)))
  }

  /** Runs code on behalf of this sandbox. If it throws, this conversation ends and the server goes on. */
  guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Like `guard`, for asynchronous code. */
  guardAsync(run: () => Promise<void>): void {
    run().catch((error: unknown) => this.#fail(error))
  }

  /** Bytes sent that the guest has not read yet. */
  get unread(): number {
    return this.sandbox.channel.writableLength
  }

  /** Resolves once the guest has read most of what was sent, or is gone. */
  drained(): Promise<void> | undefined {
    const { channel } = this.sandbox
    if (!channel.writableNeedDrain || channel.destroyed) return undefined
    this.#drained ??= new Promise((resolve) => {
      const done = () => {
        channel.off('drain', done).off('close', done)
        this.#drained = undefined
        resolve()
      }
      channel.on('drain', done).on('close', done)
    })
    return this.#drained
  }

  send(frame: Buffer): void {
    this.sandbox.channel.write(frame)
  }

  /** Frames sent in the same turn of the event loop share one system call. */
  sendTogether(frame: Buffer): void {
    const { channel } = this.sandbox
    if (!this.#corked) {
      this.#corked = true
      channel.cork()
      setImmediate(() => {
        this.#corked = false
        channel.uncork()
      })
    }
    channel.write(frame)
  }

  /** Tells the guest that nobody waits for the call any more. */
  cancel(call: number): void {
    this.send(encodeFrame(CANCEL, call))
  }

  /** Lets the guest send that many more bytes of the call's response. */
  grant(call: number, bytes: number): void {
    this.send(encodeCredit(call, bytes))
  }

  /** Ignores all further frames, so that frames in flight reach nobody. */
  ignoreFrames(): void {
    this.#ignoring = true
  }

  #fail(error: unknown): void {
    const protocol = error instanceof ProtocolError
    if (!protocol) {
      this.#log({ level: 'error', message: `Instance ${this.sandbox.id} was ended by an error of Alcove's`, error })
    }
    if (this.#ignoring) return
    this.#ignoring = true
    try {
      this.receiver.broken(protocol ? error.message : FAULT)
    } catch (again) {
      this.#log({ level: 'error', message: `Instance ${this.sandbox.id} could not be ended cleanly`, error: again })
    }
  }
}
