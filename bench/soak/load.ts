import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { Kind } from './population.ts'

export interface Target {
  name: string
  kind: Kind
  url: string
  /** Callers with a key see why a call failed; others do not. */
  key: string
}

export interface Answer {
  target: Target
  /** Null: no response, for this reason. */
  status: number | null
  code: string | null
  /** The detail of a problem document, or the connection error. */
  detail: string
  milliseconds: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Closes idle connections: they belong to the caller, not to the server. */
export function hangUp(): void {
  agent.destroy()
}

export function call(target: Target): Promise<Answer> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const answer = (status: number | null, code: string | null, detail: string) =>
      resolve({ target, status, code, detail, milliseconds: performance.now() - startedAt })
    const sent = request(
      target.url,
      { agent, timeout: 60_000, headers: { authorization: `Bearer ${target.key}` } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', (error) => answer(null, null, error.message))
        response.on('end', () => {
          const status = response.statusCode!
          if (status < 400) return answer(status, null, '')
          const { code = null, detail = '' } = problemOf(Buffer.concat(chunks).toString())
          answer(status, code, detail)
        })
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('No answer in a minute')))
    sent.on('error', (error) => answer(null, null, error.message))
    sent.end()
  })
}

function problemOf(text: string): { code?: string; detail?: string } {
  try {
    return JSON.parse(text) as { code?: string; detail?: string }
  } catch {
    return { detail: text.slice(0, 200) }
  }
}

/** Calls sequentially over this many connections. Returns calls per second, the machine's capacity. */
export async function capacity(targets: Target[], connections: number, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000
  let calls = 0
  const worker = async () => {
    while (performance.now() < until) {
      await call(pick(targets))
      calls += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  return calls / seconds
}

/** Calls at a fixed rate, so a slow server gets no fewer calls. Resolves when all have responses. */
export async function steady(
  targets: Target[],
  options: { perSecond: number; seconds: number; onAnswer(answer: Answer): void },
): Promise<void> {
  const { perSecond, seconds, onAnswer } = options
  const startedAt = performance.now()
  const under = new Set<Promise<void>>()
  let sent = 0
  while (performance.now() - startedAt < seconds * 1000) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond)
    for (; sent < due; sent += 1) {
      const done = tell(pick(targets), onAnswer).finally(() => under.delete(done))
      under.add(done)
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await Promise.all(under)
}

async function tell(target: Target, onAnswer: (answer: Answer) => void): Promise<void> {
  onAnswer(await call(target))
}

/** A few functions are called often and many rarely, as in practice. */
function pick(targets: Target[]): Target {
  return targets[Math.floor(targets.length * Math.random() ** 2)]!
}
