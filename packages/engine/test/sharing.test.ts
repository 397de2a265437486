import { randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { startEngine } from './engine-fixture.ts'

const patience = { timeout: 60_000, interval: 20 }

describe('an instance that works on several calls', () => {
  test('takes as many as its revision allows, and no more', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      {
        'index.mjs': `
          let running = 0, most = 0
          export const handler = async () => {
            most = Math.max(most, ++running)
            await new Promise((resolve) => setTimeout(resolve, 200))
            running--
            return { pid: process.pid, most }
          }`,
      },
      { scaling: { concurrency: 4, maxInstances: 1 } },
    )
    await fn.run()
    const ran = await Promise.all(Array.from({ length: 9 }, () => fn.run()))
    expect(ran.map(({ report }) => report.status)).toEqual(Array.from({ length: 9 }, () => 'success'))
    expect(new Set(ran.map(({ report }) => report.instanceId)).size).toBe(1)
    expect(Math.max(...ran.map(({ value }) => (value as { most: number }).most))).toBe(4)
    expect(fixture.engine.instances()).toMatchObject([{ invocations: 10, inFlight: 0 }])
  })

  test('keeps their logs apart', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      {
        'index.mjs': `
          export const handler = async ({ name }) => {
            for (let i = 0; i < 20; i++) {
              console.log(name, i)
              await new Promise((resolve) => setTimeout(resolve, 1))
            }
            process.stdout.write(name + ' is done')
            return name
          }`,
      },
      { scaling: { concurrency: 10, maxInstances: 1 } },
    )
    const names = ['a', 'b', 'c', 'd', 'e']
    const ran = await Promise.all(names.map((name) => fn.run({ name })))
    for (const [at, name] of names.entries()) {
      expect(ran[at]!.value).toBe(name)
      const expected = [...Array.from({ length: 20 }, (_, i) => `${name} ${i}`), `${name} is done`]
      expect(ran[at]!.lines.map(({ message }) => message)).toEqual(expected)
    }
  })

  test('lets the others finish when one of them takes too long, and takes no new ones', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      {
        'index.mjs':
          'export const handler = ({ ms }) => ms === null ? new Promise(() => {}) : new Promise((r) => setTimeout(r, ms, ms))',
      },
      { timeoutMs: 1500, scaling: { concurrency: 3 } },
    )
    await fn.run({ ms: 0 })
    const hung = fn.run({ ms: null })
    await vi.waitFor(() => expect(fixture.engine.instances()[0]!.inFlight).toBe(1), patience)
    await new Promise((resolve) => setTimeout(resolve, 700))
    const beside = fn.run({ ms: 1200 })
    expect((await hung).report.status).toBe('timeout')
    expect((await beside).report).toMatchObject({ status: 'success' })
    expect((await beside).report.instanceId).toBe((await hung).report.instanceId)
    const next = await fn.run({ ms: 0 })
    expect(next.report).toMatchObject({ status: 'success', start: 'cold' })
    await vi.waitFor(() => expect(fixture.ended).toMatchObject([{ end: { reason: 'timeout' } }]), patience)
  })

  test('fails only the call whose work threw where nobody could catch it', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      {
        'index.mjs': `export const handler = ({ bad }) => new Promise((resolve) =>
          setTimeout(() => { if (bad) throw new Error('late'); resolve('fine') }, bad ? 100 : 300))`,
      },
      { scaling: { concurrency: 3, maxInstances: 1 } },
    )
    const [good, bad] = await Promise.all([fn.run({ bad: false }), fn.run({ bad: true })])
    expect(good).toMatchObject({ value: 'fine', report: { status: 'success' } })
    expect(bad.report).toMatchObject({ status: 'functionError', error: { message: 'late' } })
  })

  test('loses all of them when its process ends', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      {
        'index.mjs':
          'export const handler = ({ exit }) => new Promise(() => { if (exit) setTimeout(() => process.exit(4), 100) })',
      },
      { scaling: { concurrency: 3, maxInstances: 1 } },
    )
    const ran = await Promise.all([fn.run({ exit: false }), fn.run({ exit: true }), fn.run({ exit: false })])
    for (const { report } of ran) {
      expect(report).toMatchObject({ status: 'functionError', error: { name: 'ProcessExit' } })
    }
  })
})

describe('alcove.invoke', () => {
  const caller = (source: string, file = 'index.mjs', head = "import { alcove } from 'alcove'") => ({
    [file]: `${head}\n${file.endsWith('.cjs') ? 'exports.handler =' : 'export const handler ='} async (event) => { ${source} }`,
  })
  const answers = (value: unknown) => async () => ({
    ok: true as const,
    invocationId: randomUUID(),
    payload: Buffer.from(JSON.stringify(value)),
  })

  test.for([
    ['an ES module', 'index.mjs', "import { alcove } from 'alcove'"],
    ['a CommonJS module', 'index.cjs', "const { alcove } = require('alcove')"],
    ['TypeScript', 'index.ts', "import { alcove } from 'alcove'"],
  ] as const)('works from %s', async ([, file, head]) => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      caller("return await alcove.invoke('prices', { item: 'tea' }, { qualifier: 'prod' })", file, head),
    )
    const asked: unknown[] = []
    const { value, report } = await fn.run(
      {},
      {
        onInvoke(call) {
          asked.push({ ...call, payload: Buffer.from(call.payload).toString(), signal: call.signal.aborted })
          return answers({ price: 7 })()
        },
      },
    )
    expect(report.error).toBeNull()
    expect(value).toEqual({ price: 7 })
    expect(asked).toEqual([
      {
        function: 'prices',
        qualifier: 'prod',
        payload: '{"item":"tea"}',
        async: false,
        idempotencyKey: null,
        delaySeconds: null,
        signal: false,
      },
    ])
  })

  test('throws what the other function threw, with the code and the id of its invocation', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      caller(
        `try { await alcove.invoke('x') } catch (e) { return { name: e.name, message: e.message, code: e.code, id: e.invocationId, cause: e.cause.stack } }`,
      ),
    )
    const error = { name: 'RangeError', message: 'too much', stack: 'RangeError: too much\n    at over there' }
    const { value } = await fn.run(
      {},
      { onInvoke: async () => ({ ok: false, invocationId: 'i-1', code: 'FunctionError', error }) },
    )
    expect(value).toEqual({
      name: 'RangeError',
      message: 'too much',
      code: 'FunctionError',
      id: 'i-1',
      cause: error.stack,
    })
  })

  test('goes out for several calls at a time, and each gets its own answers', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      caller(
        `const all = await Promise.all([1, 2, 3].map((n) => alcove.invoke('echo', { who: event.who, n }))); return all`,
      ),
      { scaling: { concurrency: 5, maxInstances: 1 } },
    )
    const ran = await Promise.all(
      ['a', 'b', 'c'].map((who) =>
        fn.run({ who }, { onInvoke: async ({ payload }) => ({ ok: true, invocationId: 'i', payload }) }),
      ),
    )
    for (const [at, who] of ['a', 'b', 'c'].entries())
      expect(ran[at]!.value).toEqual([1, 2, 3].map((n) => ({ who, n })))
  })

  test('is called off when the call that made it ends', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      caller(`void alcove.invoke('slow'); await new Promise((r) => setTimeout(r, 50)); return 1`),
    )
    let signal: AbortSignal | null = null
    const { report } = await fn.run(
      {},
      {
        onInvoke(call) {
          signal = call.signal
          return new Promise(() => {})
        },
      },
    )
    expect(report.status).toBe('success')
    expect(signal!.aborted).toBe(true)
  })

  test.for([
    [`alcove.invoke('')`, 'TypeError: alcove.invoke needs the name of a function'],
    [
      `alcove.invoke('x', 'y'.repeat(1 << 20))`,
      'RangeError: An event for another function may have 786432 bytes: this one has 1048578',
    ],
  ] as const)('%s fails and says why', async ([source, message]) => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(caller(`try { await ${source} } catch (e) { return e.name + ': ' + e.message }`))
    expect((await fn.run()).value).toBe(message)
  })

  test('cannot be forged for a call that is not open', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy({
      'index.mjs': `
        import fs from 'node:fs'
        export const handler = () => {
          const head = Buffer.from(JSON.stringify({ request: 1, function: 'x' }))
          const frame = Buffer.alloc(13)
          frame.writeUInt32LE(4 + head.length, 0); frame[4] = 26; frame.writeUInt32LE(99, 5); frame.writeUInt32LE(head.length, 9)
          fs.writeSync(3, Buffer.concat([frame, head]))
          return new Promise(() => {})
        }`,
    })
    const { report } = await fn.run()
    expect(report).toMatchObject({ status: 'protocolError' })
    expect(report.error!.message).toContain('call 99, which is not open')
  })
})

describe('secrets', () => {
  test('are in the environment, and in no log line or error', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      {
        'index.mjs': `
          export const handler = ({ fail }) => {
            console.log('the key is ' + process.env.API_KEY + '!')
            console.log(JSON.stringify({ quoted: process.env.QUOTED }))
            console.log(process.env.PIN, process.env.PLAIN)
            process.stderr.write(process.env.API_KEY + '\\n')
            if (fail) throw new Error('refused: ' + process.env.API_KEY)
            return process.env.API_KEY.length
          }`,
      },
      {
        environment: { PLAIN: 'in the open' },
        secrets: { API_KEY: 's3cr3t-k3y', QUOTED: 'say "hush" now', PIN: '1234' },
      },
    )
    const { value, lines } = await fn.run({})
    expect(value).toBe(10)
    expect(lines.map(({ message }) => message)).toEqual([
      'the key is [secret API_KEY]!',
      '{"quoted":"[secret QUOTED]"}',
      '1234 in the open',
      '[secret API_KEY]',
    ])
    const failed = await fn.run({ fail: true })
    expect(failed.report.error!.message).toBe('refused: [secret API_KEY]')
    expect(failed.report.error!.stack).not.toContain('s3cr3t')
  })

  test('are in no log line of a load that fails', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      { 'index.mjs': `console.log(process.env.API_KEY); throw new Error('no ' + process.env.API_KEY)` },
      { secrets: { API_KEY: 's3cr3t-k3y' } },
    )
    const { report, lines } = await fn.run()
    expect(report.error!.message).toBe('no [secret API_KEY]')
    expect(lines.map(({ message }) => message)).toEqual(['[secret API_KEY]'])
  })
})
