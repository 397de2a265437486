import { FrameReader } from '../protocol/frame-reader.ts'
import { ProtocolError, type Frame } from '../protocol/frames.ts'
import type { Sandbox, SandboxExit } from '../sandbox/sandbox.ts'

/** Who hears what comes out of a sandbox. */
export interface Receiver {
  /** @throws {ProtocolError} when the frame is out of turn or malformed */
  frame(frame: Frame): void
  output(stream: 'stdout' | 'stderr', chunk: Buffer): void
  /** What came is no conversation; nothing more is read. */
  broken(message: string): void
  exited(exit: SandboxExit): void
}

/** The control channel and the output of one sandbox. It outlives a change of who listens: a blank becomes an instance. */
export class Wire {
  readonly sandbox: Sandbox
  receiver: Receiver
  #deaf = false
  #corked = false
  #holds = 0

  constructor(sandbox: Sandbox, receiver: Receiver) {
    this.sandbox = sandbox
    this.receiver = receiver
    const { channel, stdout, stderr, exited } = sandbox
    stdout.on('data', (chunk: Buffer) => this.receiver.output('stdout', chunk))
    stderr.on('data', (chunk: Buffer) => this.receiver.output('stderr', chunk))
    const reader = new FrameReader((frame) => this.receiver.frame(frame))
    channel.on('data', (chunk: Buffer) => {
      if (this.#deaf) return
      try {
        reader.push(chunk)
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
        this.#break(error.message)
      }
    })
    // A guest that hangs up without exiting can no longer be talked to.
    channel.once('end', () => setTimeout(() => this.#break('The control channel was closed'), 1000).unref())
    void exited.then((exit) => this.receiver.exited(exit))
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

  /** Reads no further until what was read has been taken. */
  holdUntil(taken: Promise<void>): void {
    const { channel } = this.sandbox
    this.#holds += 1
    channel.pause()
    const release = () => {
      this.#holds -= 1
      if (this.#holds === 0) channel.resume()
    }
    taken.then(release, release)
  }

  /** Hears no more frames: what is still under way must not reach anybody. */
  deafen(): void {
    this.#deaf = true
  }

  #break(message: string): void {
    if (this.#deaf) return
    this.#deaf = true
    this.receiver.broken(message)
  }
}
