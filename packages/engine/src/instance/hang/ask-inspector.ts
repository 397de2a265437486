import { execFile } from 'node:child_process'
import { readlink } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { readUntil } from './read-until.ts'
import { formatStack, type Frame } from './format-stack.ts'
import type { Hang } from './hang.ts'

const CLIENT = fileURLToPath(new URL('./inspector-client.mjs', import.meta.url))
const ADDRESS = /^Debugger listening on (ws:\/\/127\.0\.0\.1:\d{1,5}\/[0-9a-f-]{36})$/m
/** Usually a few milliseconds. Busy machines take their time, and only hostile code waits for all of it. */
const OPEN_MS = 3000
/** Most of this is the start of the client, which is a Node process. */
const CLIENT_MS = 6000
const MAX_ANSWER = 256 * 1024

/**
 * SIGUSR1 makes Node open V8's inspector on the loopback interface of its network namespace. A short-lived process
 * joins that namespace and asks where the code is. The engine does not talk to the inspector itself, since a hostile
 * process may send anything.
 */
export async function askInspector(sandbox: Sandbox, pid: number, taskFolder: string): Promise<Hang | null> {
  const opened = readUntil(sandbox.stderr, OPEN_MS, (text) => ADDRESS.test(text))
  process.kill(pid, 'SIGUSR1')
  const address = ADDRESS.exec(await opened)?.[1]
  if (address === undefined) return null
  const node = [process.execPath, '--max-old-space-size=64', CLIENT, address]
  const [program, ...args] = (await sharesOurNetwork(pid)) ? node : ['nsenter', '-t', String(pid), '-n', ...node]
  const answer = parse(await run(program!, args))
  if (answer === null) return null
  if (answer.frames === null) return { stack: null, waiting: true }
  const stack = await formatStack(answer.frames, sandbox.inner, taskFolder)
  return { stack, waiting: stack === null }
}

async function sharesOurNetwork(pid: number): Promise<boolean> {
  const [theirs, ours] = await Promise.all([readlink(`/proc/${pid}/ns/net`), readlink('/proc/self/ns/net')])
  return theirs === ours
}

function run(program: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout: CLIENT_MS, maxBuffer: MAX_ANSWER, killSignal: 'SIGKILL' as const }
    execFile(program, args, { ...options, env: { PATH: process.env['PATH'] } }, (_error, stdout) => resolve(stdout))
  })
}

/** Null when the text is not a valid answer: it comes from the inspector of a possibly hostile process. */
function parse(text: string): { frames: Frame[] | null } | null {
  let answer: { frames?: unknown } | null
  try {
    answer = JSON.parse(text) as { frames?: unknown } | null
  } catch {
    return null
  }
  const frames = answer?.frames
  if (frames === null) return { frames }
  return Array.isArray(frames) && frames.every(isFrame) ? { frames } : null
}

function isFrame(value: unknown): value is Frame {
  const { name, url, line, column } = (value ?? {}) as Record<keyof Frame, unknown>
  return typeof name === 'string' && typeof url === 'string' && Number.isInteger(line) && Number.isInteger(column)
}
