import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { constants } from 'node:os'
import { closed, type End, type Running } from '../running.ts'

/** A process that has joined its cgroup and waits to be told what it becomes. */
export interface Launch extends Running {
  /** Whoever was to tell it what it becomes, and would have told us how it ends, is gone. */
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

export type Orders = ReturnType<typeof takeOrders>

/** What the engine asks of a helper, and the answers: see sandbox-helper.pl. */
export function takeOrders(helper: ChildProcess) {
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
        const launch = opening.get(n)!
        launch.sockets.push(socket as Socket)
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
        const why = new Error(`The stage cannot do it: ${rest.join(' ')}`)
        answers.get(n)?.(why)
        answers.delete(n)
        opening.get(n)?.settle(why)
        opening.delete(n)
      }
    }
    keepAlive()
  })
  helper.on('error', () => {})
  helper.once('exit', () => {
    gone = new Error('The stage is gone: its process has ended')
    for (const answer of answers.values()) answer(gone)
    for (const { sockets, settle } of opening.values()) {
      for (const socket of sockets) socket.destroy()
      settle(gone)
    }
    // They go on. Their output is open for as long as they live: an OCI runtime has it until its container is no more.
    for (const { output, settle } of started.values()) {
      void closed(...output).then(() => settle({ code: null, signal: null }))
    }
  })

  /** Like a child of our own it keeps us alive while something runs, and no longer. */
  function keepAlive(): void {
    if (opening.size + answers.size + started.size > 0) helper.channel?.ref()
    else helper.channel?.unref()
  }

  function order(name: string, words: (string | number)[]): void {
    const odd = words.find((word) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(String(word)))
    if (odd !== undefined) throw new Error(`Cannot tell the stage of '${odd}'`)
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
      run: (command) => order('run', [n, ...command]),
      kill: () => {
        if (started.has(n) && gone === null) order('kill', [n])
      },
    }
  }

  return {
    /** It has ended: every further order fails. */
    get gone() {
      return gone !== null
    },
    launch: (joinFiles: string[]) =>
      new Promise<Launch>((resolve, reject) => {
        const n = ++count
        order('open', [n, ...joinFiles])
        opening.set(n, {
          sockets: [],
          settle: (launch) => (launch instanceof Error ? reject(launch) : resolve(launch)),
        })
      }),
    give: (name: string, words: (string | number)[]) =>
      new Promise<void>((resolve, reject) => {
        const n = ++count
        order(name, [n, ...words])
        answers.set(n, (error) => (error === null ? resolve() : reject(error)))
      }),
  }
}

/** A wait status: waitpid(2). */
function fromStatus(status: number): End {
  const number = status & 0x7f
  if (number === 0) return { code: status >> 8, signal: null }
  const names = Object.keys(constants.signals) as NodeJS.Signals[]
  return { code: null, signal: names.find((name) => constants.signals[name] === number) ?? null }
}
