import { LIMITS } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type Deployed, type EngineFixture } from './engine-fixture.ts'
import { javaClasses } from './java-classes.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const MISSING = /^Lines are missing here: outside of calls 10000 lines and 1 MB may be written in 10 s$/

/** Functions that log `lines` lines from work that began while the code loaded, and wait until they are written. */
const BACKGROUND: Record<string, () => Promise<Deployed>> = {
  'a consumer of a queue in Node.js': () =>
    fixture.deploy({
      'index.mjs': `
        const jobs = []
        let wake = () => {}
        void (async () => {
          for (;;) {
            while (jobs.length === 0) await new Promise((resolve) => (wake = resolve))
            const { lines, written } = jobs.shift()
            for (let n = 0; n < lines; n++) console.log('line', n)
            written()
          }
        })()
        export const handler = ({ lines }) => new Promise((written) => { jobs.push({ lines, written }); wake() })`,
    }),
  'a QueueListener in Python': () =>
    fixture.deploy(
      {
        'main.py': `
import logging, logging.handlers, queue, sys
waiting = queue.Queue()
logging.handlers.QueueListener(waiting, logging.StreamHandler(sys.stdout)).start()
log = logging.getLogger("app")
log.propagate = False
log.addHandler(logging.handlers.QueueHandler(waiting))
def handler(event, context):
    for n in range(event["lines"]):
        log.info("line %s", n)
    waiting.join()
`,
      },
      { runtime: 'python3', handler: 'main.handler' },
    ),
  'a pool in Java': async () =>
    fixture.deploy(
      await javaClasses({
        'Handler.java': `
import java.util.Map;
import java.util.concurrent.*;
public class Handler {
  static final ExecutorService pool = Executors.newFixedThreadPool(2);
  public Object handle(Map<String, Object> event) throws Exception {
    int lines = (Integer) event.get("lines");
    pool.submit(() -> { for (int n = 0; n < lines; n++) System.out.println("line " + n); }).get();
    return null;
  }
}`,
      }),
      { runtime: 'java17', handler: 'Handler.handle', memoryMb: 256 },
    ),
}

describe.for(Object.keys(BACKGROUND))('what %s logs', (name) => {
  let fn: Deployed
  beforeAll(async () => {
    fn = await BACKGROUND[name]!()
  })

  test('has the limit of each call anew', async () => {
    for (let call = 0; call < 5; call++) {
      const { report, lines } = await fn.run({ lines: 3000 })
      expect(report).toMatchObject({ status: 'success', logLines: 3000, logsTruncated: false })
      expect(lines.at(-1)!.message).toBe('line 2999')
    }
  })

  test('is marked where it is cut, and goes on with the next call', async () => {
    const { report, lines } = await fn.run({ lines: 30_000 })
    expect(report).toMatchObject({ status: 'success', logsTruncated: true, logLines: LIMITS.logLines + 1 })
    expect(lines.at(-1)).toMatchObject({ level: 'warn', message: expect.stringMatching(/^The log ends here/) })
    expect((await fn.run({ lines: 10 })).report).toMatchObject({ logLines: 10, logsTruncated: false })
  })
})

test('what is cut while no call is to blame is marked in the log that it would have gone to', async () => {
  // Two calls share an instance. The first uses up most of the limit for lines outside calls, the second sees the rest.
  const fn = await fixture.deploy(
    {
      'index.mjs': `
        let write = () => {}
        void (async () => { for (;;) { const { lines, written } = await new Promise((r) => (write = r)); for (let n = 0; n < lines; n++) console.log('line', n); written() } })()
        const outside = (lines) => new Promise((written) => write({ lines, written }))
        let second = () => {}
        const begun = new Promise((r) => (second = r))
        let freed = () => {}
        const free = new Promise((r) => (freed = r))
        export const handler = async ({ first }) => {
          if (first === undefined) return
          if (first) { await begun; await outside(9000); freed(); return }
          second()
          await free
          await new Promise((r) => setTimeout(r, 100))
          await outside(2000)
        }`,
    },
    { scaling: { concurrency: 2, maxInstances: 1 } },
  )
  await fn.run({})
  const [first, second] = await Promise.all([fn.run({ first: true }), fn.run({ first: false })])
  expect(first.report).toMatchObject({ logLines: 9000, logsTruncated: false })
  expect(second.report).toMatchObject({ logLines: 1001, logsTruncated: true })
  expect(second.lines.at(-1)).toMatchObject({ level: 'warn', message: expect.stringMatching(MISSING) })
  expect(second.lines.at(-1)!.truncatedBytes).toBeGreaterThan(0)
})

test('lines written between calls are in the log of the next one', async () => {
  const fn = await fixture.deploy({
    'index.mjs': `
      let write = () => {}
      void (async () => { for (;;) { const n = await new Promise((r) => (write = r)); setImmediate(() => 0); await 0; setTimeout(() => console.log('after', n), 5) } })()
      let calls = 0
      export const handler = async () => { calls++; if (calls === 1) write(calls); return calls }`,
  })
  expect((await fn.run()).lines).toEqual([])
  // Written within moments, or once the instance is thawed.
  await new Promise((resolve) => setTimeout(resolve, 30))
  const later: string[] = []
  while (later.length === 0) later.push(...(await fn.run()).lines.map(({ message }) => message))
  expect(later).toEqual(['after 1'])
})

test('a flood before the first call is cut and marked in the log of the call that waited for it', async () => {
  const fn = await fixture.deploy({
    'index.mjs': `for (let n = 0; n < 20_000; n++) console.log('loading', n); export const handler = () => 1`,
  })
  const { report, lines } = await fn.run()
  expect(report).toMatchObject({ status: 'success', logsTruncated: true })
  expect(lines.length).toBeGreaterThan(LIMITS.logLines / 2)
  expect(lines.at(-1)!.message).toMatch(/^(The log ends here|Lines are missing here)/)
  expect((await fn.run()).report).toMatchObject({ logLines: 0, logsTruncated: false })
})

test('lines that a sandbox forges cost no more memory than lines may have', async () => {
  const fn = await fixture.deploy({
    'index.mjs': `
      import fs from 'node:fs'
      const payload = Buffer.alloc(13 + 1_000_000, 'x'); payload.fill(0, 0, 13)
      const head = Buffer.alloc(9); head.writeUInt32LE(payload.length, 0); head[4] = 24
      const frame = Buffer.concat([head, payload])
      for (let n = 0; n < 200; n++) {
        for (let at = 0; at < frame.length; ) { try { at += fs.writeSync(3, frame, at) } catch { await new Promise((r) => setTimeout(r, 1)) } }
      }
      export const handler = () => 1`,
  })
  const { report, lines } = await fn.run()
  expect(report).toMatchObject({ status: 'success', logsTruncated: true })
  const bytes = lines.reduce((sum, { message }) => sum + message.length, 0)
  expect(bytes).toBeLessThanOrEqual(LIMITS.logBytes + LIMITS.logLineBytes)
})

test('a log that ends says so, though a line of it was cut before', async () => {
  const fn = await fixture.deploy({
    'index.mjs': `export const handler = () => { console.log('x'.repeat(100_000)); for (let n = 0; n < 20_000; n++) console.log(n) }`,
  })
  const { report, lines } = await fn.run()
  expect(report).toMatchObject({ logsTruncated: true, logLines: LIMITS.logLines + 1 })
  expect(lines.at(-1)!.message).toMatch(/^The log ends here/)
})
