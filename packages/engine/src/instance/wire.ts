import { FrameReader } from '../protocol/frame-reader.ts'
import { CANCEL, encodeCredit, encodeFrame, ProtocolError, type Frame } from '../protocol/frames.ts'
import type { Sandbox, SandboxExit } from '../sandbox/sandbox.ts'

/** Receives what comes out of a sandbox. Whatever it throws ends that sandbox's conversation, and nothing else. */
export interface Receiver {
  /** @throws {ProtocolError} when the frame is out of turn or malformed */
  frame(frame: Frame): void
  output(stream: 'stdout' | 'stderr', chunk: Buffer): void
  /** The conversation is over; nothing more is read. */
  broken(message: string): void
  exited(exit: SandboxExit): void
}

const FAULT = 'Alcove failed to handle what the instance sent; its log says why'

/** The control channel and the output of one sandbox. It outlives a change of who listens: a blank becomes an instance. */
export class Wire {
  readonly sandbox: Sandbox
  receiver: Receiver
  readonly #log: (line: object) => void
  #deaf = false
  #corked = false

  /** @param log told of errors that are ours: everything but a ProtocolError */
  constructor(sandbox: Sandbox, receiver: Receiver, log: (line: object) => void) {
    this.sandbox = sandbox
    this.receiver = receiver
    this.#log = log
    const { channel, stdout, stderr, exited } = sandbox
    stdout.on('data', (chunk: Buffer) => this.guard(() => this.receiver.output('stdout', chunk)))
    stderr.on('data', (chunk: Buffer) => this.guard(() => this.receiver.output('stderr', chunk)))
    const reader = new FrameReader((frame) => {
      // The receiver may have had enough after the frame before.
      if (!this.#deaf) this.receiver.frame(frame)
    })
    channel.on('data', (chunk: Buffer) => {
      if (this.#deaf) return
      try {
        reader.push(chunk)
      } catch (error) {
        this.#fail(error)
      }
    })
    // A guest that hangs up without exiting can no longer be talked to.
    channel.once('end', () => {
      setTimeout(() => this.#fail(new ProtocolError('The control channel was closed')), 1000).unref()
    })
    void exited.then((exit) => this.guard(() => this.receiver.exited(exit)))
  }

  /** Runs what a sandbox or a timer of its caused: when that throws, this conversation ends, and the server goes on. */
  guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** The same for what takes a while. */
  guardAsync(run: () => Promise<void>): void {
    run().catch((error: unknown) => this.#fail(error))
  }

  /** Bytes that the guest has been sent and has not taken. */
  get unread(): number {
    return this.sandbox.channel.writableLength
  }

  send(frame: Buffer): void {
    this.sandbox.channel.write(frame)
  }

  /** What is sent in the same turn of the event loop goes out in one system call. */
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

  /** Lets the guest send so many more bytes of the call's response. */
  grant(call: number, bytes: number): void {
    this.send(encodeCredit(call, bytes))
  }

  /** Hears no more frames: what is still under way must not reach anybody. */
  deafen(): void {
    this.#deaf = true
  }

  #fail(error: unknown): void {
    const protocol = error instanceof ProtocolError
    if (!protocol) {
      this.#log({ level: 'error', message: `Instance ${this.sandbox.id} was ended by an error of Alcove's`, error })
    }
    if (this.#deaf) return
    this.#deaf = true
    try {
      this.receiver.broken(protocol ? error.message : FAULT)
    } catch (again) {
      this.#log({ level: 'error', message: `Instance ${this.sandbox.id} could not be ended cleanly`, error: again })
    }
  }
}
