/** The lines and calls of a busy space, written as functions make them. */
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateFunction, CreateSpace, type InvocationRecord } from '../../packages/contract/src/index.ts'
import {
  authorize,
  createFunction,
  createSpace,
  newId,
  type Actor,
  type Platform,
  type SpaceCtx,
} from '../../packages/platform/src/index.ts'

/** Calls that are recorded while searches run. */
const CALLS_PER_SECOND = 1_000
/** One line in this many has the rare word. */
const RARE_EVERY = 100_000
const INSTANCE = '0199b0e0-0000-7000-8000-000000000001'
/** The revision that ran. */
const REVISION = '5f'.repeat(32)
const ROOT: Actor = {
  kind: 'key',
  id: 'installation',
  accountId: 'installation',
  name: 'bench',
  administrator: true,
  spaces: '*',
  functions: '*',
  actions: '*',
  networks: [],
  expiresAt: null,
}
/** One call in this many. */
const FAILED_EVERY = 200

export async function spaceOf(platform: Platform): Promise<SpaceCtx> {
  const root = { platform, db: platform.db, actor: ROOT, requestId: 'bench' }
  await createSpace({ ctx: root, input: CreateSpace.parse({ name: 'bench' }) })
  return authorize({ ctx: root, action: 'spaces:read', space: 'bench' })
}

export async function functionsOf(ctx: SpaceCtx): Promise<{ id: string; name: string }[]> {
  const names = ['checkout', 'cards', 'stock', 'mail']
  const runtime = { runtime: 'nodejs24', handler: 'index.handler' }
  const made = names.map((name) => createFunction({ ctx, input: CreateFunction.parse({ name, ...runtime }) }))
  return (await Promise.all(made)).map(({ id, name }) => ({ id, name }))
}

/** Lines and calls as functions make them. */
export function writerOf(ctx: SpaceCtx, functions: { id: string; name: string }[]) {
  const { recorder } = ctx.platform
  const invocationIds = functions.map(() => newId())
  const callOf = (n: number) => {
    const fn = functions[n % functions.length]!
    const invocationId = invocationIds[n % functions.length]!
    return { spaceId: ctx.space.id, functionId: fn.id, function: fn.name, version: 7, invocationId }
  }
  return {
    line(n: number): void {
      const level = n % 1_000 === 0 ? 'error' : n % 50 === 0 ? 'warn' : 'info'
      recorder.log(callOf(n), { time: Date.now(), level, message: messageOf(n), truncatedBytes: 0 })
    },
    async call(n: number): Promise<void> {
      invocationIds[n % functions.length] = newId()
      await recorder.record(recordOf(callOf(n), n))
    },
  }
}

function messageOf(n: number): string {
  if (n % RARE_EVERY === 7) return `order of zanzibar ${n} was shipped`
  if (n % 10_000 === 9) return `订单已取消 ${n}`
  if (n % 5_000 === 11) return `payment ${n}: card was declined by the bank`
  if (n % 4 === 0) return JSON.stringify({ message: 'priced lines', order: `o-${n % 90_000}`, ms: (n * 7) % 1_000 })
  return `handled request ${n} of order o-${n % 90_000} in ${n % 977} ms, region eu-${n % 5}`
}

function recordOf(call: { spaceId: string; functionId: string; invocationId: string }, n: number): InvocationRecord {
  const fails = n % FAILED_EVERY === 0
  const text = JSON.stringify(fails ? { n, currency: 'USD' } : { n })
  const payload = { text, encoding: 'utf8', bytes: text.length, truncated: false } as const
  return {
    id: call.invocationId,
    spaceId: call.spaceId,
    functionId: call.functionId,
    status: fails ? 'functionError' : 'success',
    qualifier: 'live',
    version: fails ? 8 : 7,
    revision: REVISION,
    trigger: 'http',
    triggerName: 'web',
    startedAt: Date.now(),
    memoryMb: 128,
    caller: '127.0.0.1',
    parentId: null,
    traceId: call.invocationId.replaceAll('-', ''),
    hops: 0,
    taskId: null,
    requestId: null,
    http: { method: 'POST', path: '/orders', status: 200 },
    input: payload,
    output: payload,
    report: {
      status: fails ? 'functionError' : 'success',
      code: fails ? 'FunctionError' : null,
      error: fails
        ? { name: 'TypeError', message: `no rate for order ${n}`, stack: 'at handler (index.mjs:3:9)' }
        : null,
      start: 'warm',
      instanceId: INSTANCE,
      durationMs: n % 200,
      phases: { handler: n % 200 },
      peakMemoryMb: 20,
      cpuMs: 1,
      concurrency: 1,
      logLines: 1,
      logsTruncated: false,
      responseBytes: text.length,
    },
  }
}

export async function recordCalls(write: ReturnType<typeof writerOf>, signal: AbortSignal): Promise<void> {
  const started = performance.now()
  for (let n = 0; !signal.aborted; n++) {
    write.line(n)
    // oxlint-disable-next-line no-await-in-loop -- at a pace
    await write.call(n)
    // oxlint-disable-next-line no-await-in-loop -- at a pace
    if ((n / CALLS_PER_SECOND) * 1000 > performance.now() - started) await sleep(5)
  }
}
