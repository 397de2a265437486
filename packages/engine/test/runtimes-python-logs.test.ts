import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type EngineFixture } from './engine-fixture.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const deploy = (files: Record<string, string>) => fixture.deploy(files, { runtime: 'python3', handler: 'main.handler' })
const shown = (lines: { level: string; message: string }[]) => lines.map(({ level, message }) => `${level}: ${message}`)

describe('Python logs', () => {
  test('keep the levels of logging, with tracebacks', async () => {
    const fn = await deploy({
      'main.py': `
import logging, warnings
log = logging.getLogger("shop")
logging.basicConfig(level=logging.ERROR)
def handler(event, context):
    log.debug("hidden"); log.info("sold %d", 3); log.warning("low"); log.error("out"); log.critical("fire")
    logging.getLogger().setLevel(logging.DEBUG); log.debug("shown")
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("calculated")
`,
    })
    const { lines } = await fn.run()
    expect(shown(lines.slice(0, -1))).toEqual([
      'info: sold 3',
      'warn: low',
      'error: out',
      'error: fire',
      'debug: shown',
    ])
    expect(lines.at(-1)!.message).toMatch(/^calculated\nTraceback[^]*ZeroDivisionError: division by zero$/)
  })

  test('of threads, pools and tasks belong to the call that started them, and none runs into the next one', async () => {
    const fn = await deploy({
      'main.py': `
import asyncio, threading, time
from concurrent.futures import ThreadPoolExecutor
pool = ThreadPoolExecutor(1)
async def work(n):
    print("task", n)
    await asyncio.to_thread(print, "to thread", n)
def late(n):
    time.sleep(0.2)
    print("late", n)
def handler(event, context):
    n = event["n"]
    thread = threading.Thread(target=print, args=("thread", n)); thread.start(); thread.join()
    pool.submit(print, "pool", n).result()
    asyncio.run(work(n))
    threading.Thread(target=late, args=(n,)).start()
    if event.get("wait"): time.sleep(0.6)
`,
    })
    const lines = (n: number) =>
      [`thread ${n}`, `pool ${n}`, `task ${n}`, `to thread ${n}`].map((line) => `info: ${line}`)
    expect(shown((await fn.run({ n: 1 })).lines)).toEqual(lines(1))
    expect(shown((await fn.run({ n: 2, wait: true })).lines)).toEqual([...lines(2), 'info: late 2'])
  })

  test('show no frame of the platform for a thread that fails', async () => {
    const fn = await deploy({
      'main.py': `
import threading
def work():
    raise ValueError("no stock")
def handler(event, context):
    thread = threading.Thread(target=work); thread.start(); thread.join()
`,
    })
    const traceback = shown((await fn.run()).lines).join('\n')
    expect(traceback).toMatch(/main\.py", line 4, in work[^]*ValueError: no stock/)
    expect(traceback).not.toMatch(/alcove_guest|lambda/)
  })

  test('hold what child processes and raw writes say', async () => {
    const fn = await deploy({
      'main.py': `
import os, subprocess, sys
def handler(event, context):
    os.write(1, b"raw\\n")
    subprocess.run([sys.executable, "-I", "-S", "-c", "print('from a child')"], check=True)
    if os.fork() == 0:
        print("from a fork")
        os._exit(0)
    os.wait()
    sys.stdout.buffer.write("bytes: ü\\n".encode())
`,
    })
    const { lines, report } = await fn.run()
    expect(report.status).toBe('success')
    expect(shown(lines).toSorted()).toEqual(
      ['info: bytes: ü', 'info: from a child', 'info: from a fork', 'info: raw'].toSorted(),
    )
  })
})
