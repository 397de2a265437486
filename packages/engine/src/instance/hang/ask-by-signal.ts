import type { Hang } from '../../runtimes/runtime.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { Standstill } from './standstill.ts'

const PATIENCE_MS = 600
/** A dump comes in several writes: this much silence after some of it is its end. */
const SILENCE_MS = 60
const MAX_STACK = 32 * 1024

/** Has a runtime write where its threads stand to its own output, and reads that. */
export async function askBySignal(
  sandbox: Sandbox,
  pid: number,
  { signal, stream }: Extract<Hang, { kind: 'signal' }>,
): Promise<Standstill | null> {
  const source = sandbox[stream]
  const text = await new Promise<string>((resolve) => {
    let heard = ''
    const done = () => {
      clearTimeout(patience)
      source.off('data', listen)
      resolve(heard)
    }
    let patience = setTimeout(done, PATIENCE_MS)
    const listen = (chunk: Buffer) => {
      heard = (heard + chunk.toString('utf8')).slice(0, MAX_STACK)
      clearTimeout(patience)
      patience = setTimeout(done, SILENCE_MS)
      if (heard.length === MAX_STACK) done()
    }
    source.on('data', listen)
    process.kill(pid, signal)
  })
  return text.trim() === '' ? null : { stack: text.trim(), waiting: false }
}
