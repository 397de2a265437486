import { randomUUID } from 'node:crypto'
import { duplexPair, PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { DEFAULT_EGRESS, DEFAULT_SCALING, type Revision } from '@alcove/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GuestSandbox } from '../src/instance/guest-sandbox.ts'
import { HangFinder } from '../src/instance/hang/find-hang.ts'
import { Instance } from '../src/instance/instance.ts'
import type { CallResult } from '../src/instance/running-call.ts'
import { encodeFrame, HELLO, READY } from '../src/protocol/frames.ts'
import type { InstalledRuntime } from '../src/runtimes/runtime.ts'
import type { Sandbox, SandboxExit } from '../src/sandbox/sandbox.ts'
import { startEngine } from './engine-fixture.ts'
import { randomFrame } from './random-frames.ts'

const NO_ID = '0af7651916cd43dd8448eb211c80319c'
const revision: Revision = {
  id: 'r',
  spaceId: 's',
  functionId: 'f',
  functionName: 'f',
  runtime: 'nodejs24',
  handler: 'index.handler',
  codeHash: 'c',
  build: null,
  layers: [],
  memoryMb: 128,
  cpus: null,
  tmpMb: 16,
  timeoutMs: 60_000,
  environment: {},
  secrets: { KEY: 'failed' },
  scaling: DEFAULT_SCALING,
  egress: DEFAULT_EGRESS,
  storageMb: 16,
  requireIsolation: false,
}

/** A sandbox without a process: the test holds the other ends of its streams. */
function sandboxInMemory() {
  const [channel, peer] = duplexPair()
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  let exit!: (exit: SandboxExit) => void
  const exited = new Promise<SandboxExit>((resolve) => (exit = resolve))
  const nothing = () => {}
  for (const stream of [channel, peer]) stream.on('error', nothing)
  peer.resume()
  const inner = { binary: '', guest: '', task: '', tmp: '', layers: '', storage: '' }
  const sandbox: Sandbox = {
    id: randomUUID(),
    inner,
    channel,
    stdout,
    stderr,
    exited,
    fill: async () => {},
    pid: () => null,
    memoryMb: () => null,
    cpuMs: () => null,
    peakMemoryMb: () => null,
    hasUnreaped: () => false,
    limitCpu: nothing,
    setCpuWeight: nothing,
    freeze: nothing,
    thaw: nothing,
    destroy: async () => exit({ code: null, signal: 'SIGKILL', outOfMemory: false }),
    [Symbol.asyncDispose]: async () => {},
  }
  return { sandbox, peer, stdout, stderr, exit }
}

type Step = { write: Buffer } | { print: Buffer; to: 'stdout' | 'stderr' } | { call: boolean } | { leave: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ write: randomFrame }), weight: 10 },
  fc.record({
    print: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
    to: fc.constantFrom('stdout' as const, 'stderr' as const),
  }),
  { arbitrary: fc.record({ call: fc.boolean() }), weight: 2 },
  fc.record({ leave: fc.nat(5) }),
)

test('whatever a guest sends, each call ends once, nothing comes after its end, and no fault is ours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), fc.boolean(), async (steps, greets, shared) => {
      const faults: object[] = []
      const { sandbox, peer, stdout, stderr, exit } = sandboxInMemory()
      const guest = new GuestSandbox({
        sandbox,
        runtime: { name: 'nodejs24', hang: null } as unknown as InstalledRuntime,
        network: { path: null, apply: async () => {}, release: async () => {} },
        spawnedAt: performance.now(),
        timeoutMs: 60_000,
        log: (line) => faults.push(line),
      })
      if (greets) {
        peer.write(encodeFrame(HELLO, 0, Buffer.from('{"bootMs":1}')))
        await guest.started
      }
      const contents = { task: '', layers: null, storage: null }
      const instance = new Instance({
        guest,
        start: 'cold',
        revision,
        code: { file: 'index.mjs', shownFile: 'index.mjs', exportName: 'handler', sourceMaps: false },
        contents,
        slots: shared ? 5 : 1,
        cores: 1,
        loadTimeoutMs: 60_000,
        phases: {},
        beganAt: performance.now(),
        hangs: new HangFinder(),
      })
      if (greets) {
        peer.write(encodeFrame(READY, 0, Buffer.from('{}')))
        await instance.ready
      }
      const calls: { ended: boolean; leave: AbortController; result: Promise<CallResult> }[] = []
      const begin = (http: boolean) => {
        const call = { ended: false, leave: new AbortController(), result: null as unknown as Promise<CallResult> }
        const live = () => expect(call.ended).toBe(false)
        call.result = instance.call(
          {
            context: {
              invocationId: randomUUID(),
              space: 's',
              function: 'f',
              version: 'draft',
              qualifier: 'draft',
              trigger: 'api',
              triggerName: null,
              traceId: NO_ID,
              hops: 0,
            },
            input: http
              ? { kind: 'http', event: '{}', body: new Uint8Array() }
              : { kind: 'event', payload: new Uint8Array() },
            signal: call.leave.signal,
          },
          {
            head: live,
            data: live,
            log: live,
            ask: async ({ body }) => ({ ok: true, value: null, body }),
            invoke: async () => ({ ok: true, invocationId: 'i', payload: new Uint8Array() }),
          },
        )
        calls.push(call)
        void call.result.then(() => (call.ended = true))
      }
      for (const each of steps) {
        if ('write' in each) peer.write(each.write)
        else if ('print' in each) (each.to === 'stdout' ? stdout : stderr).write(each.print)
        else if ('leave' in each) calls[each.leave]?.leave.abort()
        else if (instance.usable && instance.inFlight < instance.slots) begin(each.call)
        if ('write' in each) await turn()
      }
      exit({ code: 1, signal: null, outOfMemory: false })
      await sandbox.exited
      for (const { result } of calls) expect((await result).outcome.kind).toBeDefined()
      expect(instance.inFlight).toBe(0)
      expect(instance.usable).toBe(false)
      peer.write(encodeFrame(READY, 0, Buffer.from('{}')))
      await turn()
      expect(faults).toEqual([])
      await instance.stop('closed', 'The test is over')
    }),
    { numRuns: 500 },
  )
})

/** Each instance writes its frames from inside: while loading, in a call, or in both. */
test(
  'ten thousand random frames of real sandboxes end their instances, and nothing else',
  { timeout: 300_000 },
  async () => {
    const INSTANCES = 50
    const FRAMES = 200
    const log: { level?: string; message?: string }[] = []
    await using fixture = await startEngine({ sandbox: 'oci', log: (line) => void log.push(line) })
    const quiet = await fixture.deploy({ 'index.mjs': 'export const handler = () => "quiet"' })
    const frames = fc.sample(randomFrame, { numRuns: INSTANCES * FRAMES, seed: 4711 })
    // A description of a batch is as long as its frames, so each batch is a file of the package.
    const run = async (n: number) => {
      const batch = frames.slice(n * FRAMES, (n + 1) * FRAMES)
      const loading = n % 5 === 0
      const fn = await fixture.deploy(
        {
          'frames.bin': Buffer.concat(batch),
          'sizes.json': JSON.stringify(batch.map(({ length }) => length)),
          'index.mjs': `
          import fs from 'node:fs'
          const bytes = fs.readFileSync(new URL('frames.bin', import.meta.url))
          const sizes = JSON.parse(fs.readFileSync(new URL('sizes.json', import.meta.url), 'utf8'))
          const write = async () => {
            let at = 0
            for (const size of sizes) {
              for (const end = at + size; at < end; ) {
                try { at += fs.writeSync(3, bytes, at, end - at) } catch { await new Promise((r) => setTimeout(r, 1)) }
              }
            }
          }
          ${loading ? 'await write()' : ''}
          export const handler = async () => { await write(); return 1 }`,
        },
        { timeoutMs: 5000, scaling: { concurrency: n % 2 === 0 ? 3 : 1, maxInstances: 1 } },
      )
      const ran = await Promise.all([fn.run(), fn.request(), fn.run()])
      for (const { report } of ran) {
        expect(['success', 'functionError', 'protocolError', 'initError', 'timeout', 'throttled']).toContain(
          report.status,
        )
      }
    }
    const lane = async (from: number) => {
      for (let n = from; n < INSTANCES; n += 3) await run(n)
    }
    await Promise.all([lane(0), lane(1), lane(2)])
    expect(log.filter(({ level }) => level === 'error')).toEqual([])
    expect((await quiet.run()).value).toBe('quiet')
    await expect.poll(() => fixture.engine.info().queued).toBe(0)
  },
)
