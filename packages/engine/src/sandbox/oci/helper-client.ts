import type { ChildProcess } from 'node:child_process'
import { constants as files, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { constants } from 'node:os'
import { closed, type End, type Running } from '../running.ts'

/** A process that has joined its cgroup and waits for its command. */
export interface Launch extends Running {
  /** The helper that would pass on its command and report its exit has died. */
  readonly orphaned: boolean
  run(command: string[]): void
  kill(): void
}

interface Opening {
  sockets: Socket[]
  settle: (launch: Launch | Error) => void
}

interface Started {
  output: Socket[]
  settle: (end: End) => void
}

export type HelperClient = ReturnType<typeof connectHelper>

/** Sends commands to a helper and receives the answers. sandbox-helper.pl describes the protocol. */
export function connectHelper(helper: ChildProcess) {
  let count = 0
  let gone: Error | null = null
  const opening = new Map<number, Opening>()
  const answers = new Map<number, (error: Error | null) => void>()
  const started = new Map<number, Started>()

  helper.on('message', (message, socket) => {
    const [kind, number, ...rest] = String(message).split(' ')
    const n = Number(number)
    switch (kind) {
      case 'opened': {
        const launch = opening.get(n)
        if (launch === undefined) return
        try {
          launch.sockets.push((socket as Socket | undefined) ?? openPipe(Number(rest[0])))
        } catch (error) {
          opening.delete(n)
          for (const open of launch.sockets) open.destroy()
          launch.settle(error as Error)
          return
        }
        if (launch.sockets.length < 3) return
        opening.delete(n)
        launch.settle(launched(n, launch.sockets))
        break
      }
      case 'exited':
        started.get(n)?.settle(fromStatus(Number(rest[0])))
        started.delete(n)
        break
      case 'done':
        answers.get(n)?.(null)
        answers.delete(n)
        break
      case 'failed': {
        const error = new Error(`The sandbox helper failed: ${rest.join(' ')}`)
        answers.get(n)?.(error)
        answers.delete(n)
        opening.get(n)?.settle(error)
        opening.delete(n)
      }
    }
    keepAlive()
  })
  helper.on('error', () => {})
  helper.once('exit', () => {
    gone = new Error('The sandbox helper has died')
    for (const answer of answers.values()) answer(gone)
    for (const { sockets, settle } of opening.values()) {
      for (const socket of sockets) socket.destroy()
      settle(gone)
    }
    // Started processes survive the helper. An OCI runtime holds their output until its container ends, so its end is
    // theirs.
    for (const { output, settle } of started.values()) {
      void closed(...output).then(() => settle({ code: null, signal: null }))
    }
  })

  /** Opens a pipe that the helper holds. Node.js passes sockets between processes, but no pipes. */
  function openPipe(descriptor: number): Socket {
    const fd = openSync(`/proc/${helper.pid}/fd/${descriptor}`, files.O_RDONLY | files.O_NONBLOCK)
    return new Socket({ fd, readable: true, writable: false })
  }

  /** Keeps our process alive while something runs, as a child process of our own would. */
  function keepAlive(): void {
    if (opening.size + answers.size + started.size > 0) helper.channel?.ref()
    else helper.channel?.unref()
  }

  function send(name: string, words: (string | number)[]): void {
    const invalid = words.find((word) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(String(word)))
    if (invalid !== undefined) throw new Error(`Cannot send the helper '${invalid}'`)
    if (gone !== null) throw gone
    helper.send([name, ...words].join(' '))
    helper.channel?.ref()
  }

  function launched(n: number, [stdout, stderr, channel]: Socket[]): Launch {
    const ended = new Promise<End>((settle) => {
      started.set(n, { output: [stdout!, stderr!], settle })
    })
    return {
      channel: channel!,
      stdout: stdout!,
      stderr: stderr!,
      ended,
      get orphaned() {
        return gone !== null
      },
      run: (command) => send('run', [n, ...command]),
      kill: () => {
        if (started.has(n) && gone === null) send('kill', [n])
      },
    }
  }

  return {
    /** The helper has died: every further command fails. */
    get gone() {
      return gone !== null
    },
    launch: (joinFiles: string[]) =>
      new Promise<Launch>((resolve, reject) => {
        const n = ++count
        send('open', [n, ...joinFiles])
        opening.set(n, {
          sockets: [],
          settle: (launch) => (launch instanceof Error ? reject(launch) : resolve(launch)),
        })
      }),
    request: (name: string, words: (string | number)[]) =>
      new Promise<void>((resolve, reject) => {
        const n = ++count
        send(name, [n, ...words])
        answers.set(n, (error) => (error === null ? resolve() : reject(error)))
      }),
  }
}

/** Decodes a wait status: waitpid(2). */
function fromStatus(status: number): End {
  const number = status & 0x7f
  if (number === 0) return { code: status >> 8, signal: null }
  const names = Object.keys(constants.signals) as NodeJS.Signals[]
  return { code: null, signal: names.find((name) => constants.signals[name] === number) ?? null }
}
