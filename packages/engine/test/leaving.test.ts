import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startEngine, type Deployed, type EngineFixture, type Settings } from './engine-fixture.ts'
import { javaClasses } from './java-classes.ts'

const patience = { timeout: 60_000, interval: 20 }
let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const isAlive = (instanceId: string | null) => fixture.engine.instances().some(({ id }) => id === instanceId)

/** Starts a call and cancels it once it has written this line. */
async function leaveOn(fn: Deployed, line: string, event: unknown, http = false) {
  const leaving = new AbortController()
  const options = {
    signal: leaving.signal,
    onLine: ({ message }: { message: string }) => message === line && leaving.abort(),
  }
  const ran = await (http ? fn.request({ path: `/${String(event)}` }, options) : fn.run(event, options))
  return { ...ran, messages: ran.lines.map(({ message }) => message) }
}

describe('a caller that leaves', () => {
  const NODE: Record<string, string> = {
    'index.mjs': `
      const forever = new Promise(() => {})
      const aborted = (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason.name)))
      export const handler = async (event, context) => {
        const wanted = event.do ?? event.rawPath.slice(1)
        if (wanted === 'context') {
          console.log('begun')
          console.log('told', await aborted(context.signal))
        }
        if (wanted === 'generator') {
          return { statusCode: 200, body: (async function* () {
            try { yield 'x'; console.log('begun'); for (;;) { await new Promise((r) => setTimeout(r, 10)); yield 'x' } }
            finally { await new Promise((r) => setTimeout(r, 20)); console.log('finally') }
          })() }
        }
        return wanted
      }
      export default { async fetch(request) {
        const { pathname } = new URL(request.url)
        if (pathname === '/request') { console.log('begun'); console.log('told', await aborted(request.signal)) }
        if (pathname === '/clone') { const { signal } = request.clone(); console.log('begun'); console.log('told', await aborted(signal)) }
        if (pathname === '/stream') {
          return new Response(new ReadableStream({
            start(c) { c.enqueue(new TextEncoder().encode('x')); setTimeout(() => console.log('begun'), 20) },
            cancel() { console.log('cancel') },
          }))
        }
        return new Response(pathname)
      } }`,
  }

  test.for([
    ['context.signal of a handler', 'index.handler', false, { do: 'context' }, 'told AbortError'],
    ['the `finally` of a generator', 'index.handler', true, 'generator', 'finally'],
    ['request.signal', 'index.default', true, 'request', 'told AbortError'],
    ['the signal of a cloned request', 'index.default', true, 'clone', 'told AbortError'],
    ['cancel() of a stream that is silent', 'index.default', true, 'stream', 'cancel'],
  ] as const)('is reported through %s, and costs no warm instance', async ([, handler, http, event, told]) => {
    const fn = await fixture.deploy(NODE, { handler })
    const left = await leaveOn(fn, 'begun', event, http)
    expect(left.report).toMatchObject({ status: 'cancelled', code: 'Cancelled' })
    expect(left.messages).toEqual(['begun', told])
    const next = http ? await fn.request({ path: '/again' }) : await fn.run({ do: 'again' })
    expect(next.report).toMatchObject({ status: 'success', start: 'warm', instanceId: left.report.instanceId })
  })

  test('is reported to a called function, which is cancelled', async () => {
    const fn = await fixture.deploy({
      'index.mjs': `import { alcove } from 'alcove'
        export const handler = async ({ hang }) => {
          if (!hang) return 'fine'
          console.log('begun')
          try { await alcove.invoke('slow') } catch (error) { console.log(error.code); throw error }
        }`,
    })
    const leaving = new AbortController()
    const { report, lines } = await fn.run(
      { hang: true },
      {
        signal: leaving.signal,
        onInvoke: ({ signal }) => {
          leaving.abort()
          return new Promise((resolve) => {
            const error = { name: 'Cancelled', message: 'The call was cancelled' }
            const answer = () => resolve({ ok: false, invocationId: null, code: 'Cancelled', error })
            if (signal.aborted) answer()
            else signal.addEventListener('abort', answer)
          })
        },
      },
    )
    expect(report.status).toBe('cancelled')
    expect(lines.map(({ message }) => message)).toEqual(['begun', 'Cancelled'])
    expect((await fn.run({})).report).toMatchObject({ status: 'success', instanceId: report.instanceId })
  })

  test('costs the instance if its code does not end in time and no other call shares it', async () => {
    const fn = await fixture.deploy(
      {
        'index.mjs':
          'export const handler = ({ hang }) => { console.log("begun"); return hang ? new Promise(() => {}) : 1 }',
      },
      { timeoutMs: 60_000 },
    )
    const left = await leaveOn(fn, 'begun', { hang: true })
    expect(left.report.status).toBe('cancelled')
    await vi.waitFor(() => expect(isAlive(left.report.instanceId)).toBe(false), patience)
    expect((await fn.run({})).report).toMatchObject({ status: 'success', start: 'cold' })
  })

  test('may leave at the moment of the answer', async () => {
    const fn = await fixture.deploy({ 'index.mjs': 'export const handler = () => { console.log("begun"); return 1 }' })
    const { instanceId } = (await fn.run()).report
    for (let n = 0; n < 20; n++) {
      const { report } = await leaveOn(fn, 'begun', {})
      expect(report).toMatchObject({ status: 'cancelled', instanceId })
    }
    expect((await fn.run()).report).toMatchObject({ status: 'success', instanceId })
  })
})

describe('in an instance that calls share', () => {
  const shared = (source: string, settings: Settings = {}) =>
    fixture.deploy(
      { 'index.mjs': `const pause = (ms) => new Promise((r) => setTimeout(r, ms)); ${source}` },
      { ...settings, scaling: { concurrency: 10, maxInstances: 1 } },
    )
  const until = 'const until = (async () => { while (!globalThis.done) await pause(5) })'

  test.for([
    ['answers late', 'return "late"'],
    [
      'streams on',
      'return { statusCode: 200, body: (async function* () { for (;;) { yield "x"; await pause(1) } })() }',
    ],
    ['throws late', 'throw new Error("late")'],
  ] as const)('a call whose client has left and that %s does not touch its neighbour', async ([, source]) => {
    const fn = await shared(`${until}
      export const handler = async ({ rawPath }) => {
        console.log('begun')
        if (rawPath === '/end') { await pause(100); globalThis.done = true; await pause(100); return 'ended' }
        await until()
        if (rawPath === '/left') { ${source} }
        await pause(50)
        return 'fine'
      }`)
    const neighbour = fn.request({ path: '/stays' })
    const left = leaveOn(fn, 'begun', 'left', true)
    const ender = fn.request({ path: '/end' })
    expect(await neighbour).toMatchObject({ text: 'fine', report: { status: 'success' } })
    expect((await left).report.status).toBe('cancelled')
    const { report } = await ender
    expect(report.status).toBe('success')
    expect((await fn.request({ path: '/again' })).report).toMatchObject({
      instanceId: report.instanceId,
      start: 'warm',
    })
  })

  /** Streams until the other call has finished, beyond its own end on the host, and a little longer. */
  const STAYS = `return { statusCode: 200, body: (async function* () {
    yield 'still '; while (!globalThis.answered) await pause(5); await pause(100); yield 'fine' })() }`
  const LATE = `return { statusCode: 200, body: (async function* () {
    yield 'la'; await pause(5); yield 'te'; globalThis.answered = true })() }`

  test('a call that fails where nothing catches it, and answers later, does not touch its neighbour', async () => {
    const fn = await shared(`export const handler = async ({ rawPath }) => {
      if (rawPath === '/stays') ${STAYS}
      setImmediate(() => { throw new Error('uncaught') })
      await pause(200)
      globalThis.answered = true
      ${LATE}
    }`)
    let bad: Promise<unknown> | null = null
    const stays = fn.request({ path: '/stays' }, { onData: () => void (bad ??= fn.request({ path: '/bad' })) })
    expect(await stays).toMatchObject({ text: 'still fine', report: { status: 'success' } })
    expect(await bad).toMatchObject({ report: { status: 'functionError', error: { message: 'uncaught' } } })
  })

  test('a call that times out, and answers later, does not touch its neighbour', async () => {
    const fn = await shared(
      `export const handler = async ({ rawPath }) => {
        if (rawPath === '/stays') ${STAYS}
        await pause(2300)
        globalThis.answered = true
        ${LATE}
      }`,
      { timeoutMs: 2000 },
    )
    const bad = fn.request({ path: '/bad' })
    await vi.waitFor(
      () =>
        expect(
          fixture.engine.instances().find(({ functionId }) => functionId === fn.revision.functionId),
        ).toMatchObject({ inFlight: 1 }),
      patience,
    )
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const stays = fn.request({ path: '/stays' })
    expect((await bad).report.status).toBe('timeout')
    expect(await stays).toMatchObject({ text: 'still fine', report: { status: 'success' } })
  })

  test('a caller that reads nothing stops no other call, and costs no instance', async () => {
    const fn = await shared(
      `export const handler = async ({ rawPath }) => {
        if (rawPath !== '/big') return 'quick'
        return { statusCode: 200, body: (async function* () {
          try { for (let n = 0; n < 60; n++) { globalThis.made = n; yield Buffer.alloc(256 * 1024, 120) } } finally { console.log('finally') }
        })() }
      }`,
      { timeoutMs: 2000, memoryMb: 256 },
    )
    const { instanceId } = (await fn.request()).report
    let received = 0
    const lazy = fn.request(
      { path: '/big' },
      {
        onData(chunk) {
          received += chunk.length
          return new Promise(() => {})
        },
      },
    )
    await vi.waitFor(() => expect(received).toBe(512 * 1024), patience)
    for (let n = 0; n < 5; n++) expect((await fn.request()).text).toBe('quick')
    const { report, lines } = await lazy
    expect(report).toMatchObject({ status: 'timeout', responseBytes: 512 * 1024 })
    expect(lines.map(({ message }) => message)).toEqual(['finally'])
    expect((await fn.request()).report).toMatchObject({ status: 'success', instanceId })
  })
})

describe('flow control', () => {
  const CHUNKS = 40
  const CHUNK = 100_000
  const files: Record<string, [Settings, () => Promise<Record<string, string | Uint8Array>>]> = {
    nodejs24: [
      {},
      async () => ({
        'index.mjs': `export const handler = async () => ({ statusCode: 200, body: (async function* () {
          for (let n = 0; n < ${CHUNKS}; n++) { console.log(n); yield Buffer.alloc(${CHUNK}, n) } })() })`,
      }),
    ],
    python3: [
      { runtime: 'python3', handler: 'main.handler' },
      async () => ({
        'main.py': `
def pieces():
    for n in range(${CHUNKS}):
        print(n)
        yield bytes([n]) * ${CHUNK}
def handler(event, context):
    return {"statusCode": 200, "body": pieces()}
`,
      }),
    ],
    java17: [
      { runtime: 'java17', handler: 'Handler.handle', memoryMb: 256 },
      () =>
        javaClasses({
          'Handler.java': `
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
public class Handler {
  public Object handle(Map<String, Object> event) {
    return Map.of("statusCode", 200, "body", new InputStream() {
      int n = 0;
      @Override public int read() { throw new UnsupportedOperationException(); }
      @Override public int read(byte[] into, int at, int length) {
        if (n == ${CHUNKS}) return -1;
        System.out.println(n);
        Arrays.fill(into, at, at + ${CHUNK}, (byte) n++);
        return ${CHUNK};
      }
    });
  }
}`,
        }),
    ],
  }

  test.for(Object.keys(files))(
    'on %s a response is made no faster than it is read, and arrives whole',
    async (runtime) => {
      const [settings, source] = files[runtime]!
      const fn = await fixture.deploy(await source(), { timeoutMs: 30_000, ...settings })
      let made = 0
      let open = () => {}
      const gate = new Promise<void>((resolve) => (open = resolve))
      const running = fn.request({}, { onLine: () => void made++, onData: () => gate })
      await vi.waitFor(() => expect(made).toBeGreaterThanOrEqual(5), patience)
      // A window of 512 KB, and the chunk or two produced while the last one waits.
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(made).toBeLessThanOrEqual(8)
      open()
      const { report, body } = await running
      expect(report).toMatchObject({ status: 'success', responseBytes: CHUNKS * CHUNK })
      const expected = Buffer.concat(Array.from({ length: CHUNKS }, (_, n) => Buffer.alloc(CHUNK, n)))
      expect(body.equals(expected)).toBe(true)
    },
  )

  test('a custom bootstrap answers large bodies to a slow reader', async () => {
    const bootstrap = `#!/bin/sh
while true; do
  id=$(curl -sD - -o /dev/null "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next" | tr -d '\\r' | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
  { printf '"'; head -c 3000000 /dev/zero | tr '\\0' x; printf '"'; } > /tmp/answer
  curl -s -X POST --data-binary @/tmp/answer "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response"
done`
    const fn = await fixture.deploy({ bootstrap }, { runtime: 'custom', timeoutMs: 30_000, memoryMb: 256 })
    const { report, body } = await fn.run({}, { onData: () => new Promise((resolve) => setTimeout(resolve, 5)) })
    expect(report).toMatchObject({ status: 'success', error: null, responseBytes: 3_000_002 })
    expect(body.length).toBe(3_000_002)
  })

  test('sending more than was granted ends the instance, and costs the server no memory', async () => {
    const fn = await fixture.deploy({
      'index.mjs': `
        import fs from 'node:fs'
        const frame = (kind, call, payload) => {
          const head = Buffer.alloc(9)
          head.writeUInt32LE(payload.length, 0); head[4] = kind; head.writeUInt32LE(call, 5)
          return Buffer.concat([head, payload])
        }
        export const handler = async ({ small }) => {
          fs.writeSync(3, frame(20, 1, Buffer.from('{}')))
          const pieces = small ? frame(21, 1, Buffer.alloc(1)) : frame(21, 1, Buffer.alloc(200 * 1024))
          // The socket takes what it has room for: the rest of a frame must follow before the next one.
          const write = async (bytes) => {
            for (let at = 0; at < bytes.length; ) {
              try { at += fs.writeSync(3, bytes, at) } catch { await new Promise((r) => setTimeout(r, 1)) }
            }
          }
          for (let n = 0; n < 2000; n++) await write(pieces)
          await new Promise(() => {})
        }`,
    })
    for (const small of [true, false]) {
      let pieces = 0
      const { report } = await fn.run({ small }, { onData: () => (pieces++, new Promise(() => {})) })
      expect(report).toMatchObject({
        status: 'protocolError',
        error: { message: 'A response was sent faster than it was taken' },
      })
      expect(pieces).toBeLessThanOrEqual(512)
    }
  })
})

describe('in Python', () => {
  const deploy = (code: string) =>
    fixture.deploy({ 'main.py': code }, { runtime: 'python3', handler: 'main.handler', timeoutMs: 60_000 })

  test.for([
    [
      'context.cancelled',
      `
import time
def handler(event, context):
    if "again" in event["rawPath"]:
        return context.cancelled
    print("begun")
    while not context.cancelled:
        time.sleep(0.01)
    print("told")
`,
      'told',
    ],
    [
      'the cancellation of an `async def` handler',
      `
import asyncio
async def handler(event, context):
    if "again" in event["rawPath"]:
        return False
    print("begun")
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print("told")
        raise
    finally:
        await asyncio.sleep(0.01)
`,
      'told',
    ],
    [
      'the `finally` of a generator',
      `
import time
def pieces():
    try:
        yield "x"
        print("begun")
        while True:
            time.sleep(0.01)
            yield "x"
    finally:
        print("told")
def handler(event, context):
    return False if "again" in event["rawPath"] else {"statusCode": 200, "body": pieces()}
`,
      'told',
    ],
    [
      'the `finally` of an asynchronous generator that is silent',
      `
import asyncio
async def pieces():
    try:
        yield "x"
        print("begun")
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.01)
        print("told")
async def handler(event, context):
    return False if "again" in event["rawPath"] else {"statusCode": 200, "body": pieces()}
`,
      'told',
    ],
  ] as const)('a caller that leaves is told through %s', async ([, code, told]) => {
    const fn = await deploy(code)
    const left = await leaveOn(fn, 'begun', 'first', true)
    expect(left.report.status).toBe('cancelled')
    expect(left.messages).toEqual(['begun', told])
    expect(await fn.request({ path: '/again' })).toMatchObject({
      value: false,
      report: { status: 'success', start: 'warm', instanceId: left.report.instanceId },
    })
  })
})

describe('in Java', () => {
  test('a caller that leaves interrupts the handler, and the next call is not interrupted', async () => {
    const files = await javaClasses({
      'Handler.java': `
import alcove.Context;
import java.util.Map;
public class Handler {
  public Object handle(Map<String, Object> event, Context context) throws Exception {
    String what = (String) event.get("do");
    if (what.equals("again")) { Thread.sleep(20); return context.isCancelled(); }
    System.out.println("begun");
    if (what.equals("sleep")) {
      try { Thread.sleep(3_600_000); } catch (InterruptedException left) { System.out.println("told " + context.isCancelled()); throw left; }
    }
    while (!context.isCancelled()) Thread.onSpinWait();
    System.out.println("told true");
    return null;
  }
}`,
    })
    const fn = await fixture.deploy(files, {
      runtime: 'java17',
      handler: 'Handler.handle',
      memoryMb: 256,
      timeoutMs: 60_000,
    })
    const { instanceId } = (await fn.run({ do: 'again' })).report
    for (const how of ['sleep', 'spin']) {
      const left = await leaveOn(fn, 'begun', { do: how })
      expect(left.report).toMatchObject({ status: 'cancelled', instanceId })
      expect(left.messages).toEqual(['begun', 'told true'])
      for (let n = 0; n < 3; n++) {
        expect(await fn.run({ do: 'again' })).toMatchObject({ value: false, report: { status: 'success', instanceId } })
      }
    }
  })
})
