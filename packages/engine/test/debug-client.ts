// oxlint-disable typescript/no-explicit-any -- the inspector answers whatever was asked for
import { randomUUID } from 'node:crypto'
import type { CallObserver, CallReport } from '@alcove/contract'
import { expect } from 'vitest'
import type { DebugMessage, DebugSession, Engine } from '../src/index.ts'
import type { Deployed } from './engine-fixture.ts'

/** A small client of the inspector. */
export async function openDebugger(engine: Engine, { revision }: Deployed) {
  const waiting = new Map<number, (answer: Record<string, any>) => void>()
  const events: { method: string; params: any }[] = []
  let wake = () => {}
  const session = await engine.debug(revision, (channel, message: DebugMessage) => {
    expect(channel).toBe(1)
    if ('method' in message) events.push(message as never)
    else waiting.get(message.id as number)?.(message)
    wake()
  })
  let last = 0
  const send = (method: string, params: object = {}): Promise<any> => {
    const id = ++last
    const answer = new Promise<any>((resolve) => waiting.set(id, resolve))
    expect(session.command(1, JSON.stringify({ id, method, params }))).toBe(true)
    return answer.then(({ result, error }) => {
      if (error) throw new Error(error.message)
      return result
    })
  }
  const next = async (method: string): Promise<any> => {
    for (;;) {
      const at = events.findIndex((event) => event.method === method)
      if (at >= 0) return events.splice(at, 1)[0]!.params
      // oxlint-disable-next-line no-await-in-loop -- one event after the other
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return { session, send, next }
}

const observer = (text: string[] = []): CallObserver => ({
  head() {},
  data: (chunk) => void text.push(Buffer.from(chunk).toString()),
  log: ({ message }) => void text.push(message),
  ask: async () => ({ ok: false, code: 'NotFound', message: 'none' }),
  invoke: async () => ({ ok: false, invocationId: null, code: 'NotFound', error: { name: 'E', message: 'none' } }),
})

export function call(session: DebugSession, event: unknown, text?: string[]): Promise<CallReport> {
  const context = {
    invocationId: randomUUID(),
    space: 'tests',
    function: 'under-test',
    version: 'draft',
    qualifier: 'draft',
    trigger: 'console' as const,
    triggerName: null,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    hops: 0,
  }
  return session.call(
    { context, input: { kind: 'event', payload: Buffer.from(JSON.stringify(event)) } },
    observer(text),
  )
}
