import type { HangProbe } from '../../runtimes/runtime.ts'
import type { InnerPaths, Sandbox } from '../../sandbox/sandbox.ts'
import type { Hang } from './hang.ts'
import { threadsOf } from './threads-of.ts'

const PATIENCE_MS = 2000
/** A thread dump arrives in several writes. This much silence ends it. */
const SILENCE_MS = 150
const MAX_STACK = 32 * 1024
const TASK = '/var/task'

/** Sends the signal that makes the runtime dump its threads to its own output, and reads the dump. */
export async function askBySignal(
  sandbox: Sandbox,
  pid: number,
  { signal, stream }: Extract<HangProbe, { kind: 'signal' }>,
): Promise<Hang | null> {
  const source = sandbox[stream]
  const text = await new Promise<string>((resolve) => {
    let received = ''
    const done = () => {
      clearTimeout(patience)
      source.off('data', listen)
      resolve(received)
    }
    let patience = setTimeout(done, PATIENCE_MS)
    const listen = (chunk: Buffer) => {
      received = (received + chunk.toString('utf8')).slice(0, MAX_STACK)
      clearTimeout(patience)
      patience = setTimeout(done, SILENCE_MS)
      if (received.length === MAX_STACK) done()
    }
    source.on('data', listen)
    process.kill(pid, signal)
  })
  const stack = shown(text, sandbox.inner)
  return stack === '' ? null : { stack, waiting: false }
}

/** What calls a handler, or loads the code, in Java and in Python. */
const CALLS_IT =
  /at (alcove\.guest|jdk\.internal\.reflect|java\.lang\.reflect|java\.lang\.Class)\.|File "<frozen importlib/

/** Only the threads that run the function's code, without our own frames, and with /var/task for host paths. */
function shown(text: string, { guest, task }: InnerPaths): string {
  return threadsOf(text)
    .split('\n')
    .filter((line) => !line.includes(`${guest}/`) && !CALLS_IT.test(line))
    .join('\n')
    .replaceAll(`${task}/`, `${TASK}/`)
    .trim()
}
