import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type EngineFixture, type Settings } from './engine-fixture.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const deploy = (files: Record<string, string>, settings: Settings = {}) =>
  fixture.deploy(files, { runtime: 'python3', handler: 'main.handler', ...settings })
const shown = (lines: { level: string; message: string }[]) => lines.map(({ level, message }) => `${level}: ${message}`)

describe('Python code is found and loaded', () => {
  test('in modules of the package, with relative imports, and in folders', async () => {
    const fn = await deploy(
      {
        'app/__init__.py': '',
        'app/main.py':
          'from . import greet\nfrom lib.names import name\ndef run(event, context): return greet.text(name)',
        'app/greet.py': 'def text(name): return f"hello {name}"',
        'lib/names.py': 'name = "Ada"',
      },
      { handler: 'app.main.run' },
    )
    expect((await fn.run()).value).toBe('hello Ada')
  })

  test('even when its file is named like a module of Python that is loaded already', async () => {
    const fn = await deploy({ 'json.py': 'def handler(event, context): return "mine"' }, { handler: 'json.handler' })
    expect((await fn.run()).value).toBe('mine')
  })

  test('with the standard library, its C modules included', async () => {
    const fn = await deploy({
      'main.py': `
import asyncio, bz2, ctypes, decimal, hashlib, lzma, socket, sqlite3, ssl, uuid, zlib, zoneinfo
def handler(event, context):
    rows = sqlite3.connect(":memory:").execute("select 6 * 7").fetchall()
    return [rows, hashlib.sha256(b"").hexdigest()[:8], len(ssl.create_default_context().get_ca_certs()) > 0, decimal.Decimal("1.5")]
`,
    })
    expect((await fn.run()).value).toEqual([[[42]], 'e3b0c442', true, 1.5])
  })

  test('without the packages that this machine has', async () => {
    const fn = await deploy({
      'main.py':
        'import sys\ndef handler(event, context): return [p for p in sys.path if "dist-packages" in p or "runtime" in p]',
    })
    expect((await fn.run()).value).toEqual([])
  })

  test.for([
    ['def handler(event, context)\n    return 1\n', 'SyntaxError', /File "\/var\/task\/main\.py", line 1\n/],
    ['x = 1\n\nraise KeyError("gone")\n', 'KeyError', /File "\/var\/task\/main\.py", line 3, in <module>/],
    ['import nonsense_of_ours\n', 'ModuleNotFoundError', /line 1, in <module>/],
  ] as const)('and %j is an initError that says where', async ([code, name, stack]) => {
    const { report } = await (await deploy({ 'main.py': code })).run()
    expect(report).toMatchObject({ status: 'initError', error: { name } })
    expect(report.error!.stack).toMatch(stack)
    expect(report.error!.stack).not.toMatch(/alcove_guest|importlib/)
  })

  test('and a handler that is not there, or no function, is named', async () => {
    const missing = await deploy({ 'main.py': 'def other(event, context): pass' })
    expect((await missing.run()).report.error).toMatchObject({
      name: 'LoadError',
      message: "main.py has no function 'handler': it defines 'other'",
    })
    const text = await deploy({ 'main.py': 'handler = "text"' })
    expect((await text.run()).report.error!.message).toBe("'handler' of main.py must be a function: it is str")
  })

  test('and sys.exit() while it loads is an initError', async () => {
    const { report, lines } = await (await deploy({ 'main.py': 'import sys\nsys.exit("no configuration")' })).run()
    expect(report).toMatchObject({ status: 'initError', error: { name: 'ProcessExit' } })
    expect(shown(lines)).toEqual(['error: no configuration'])
  })
})

describe('Python handlers', () => {
  test('may be asynchronous, in a loop that outlives the call', async () => {
    const fn = await deploy({
      'main.py': `
import asyncio
loops = set()
async def handler(event, context):
    loops.add(id(asyncio.get_running_loop()))
    await asyncio.sleep(0)
    if event.get("fail"): raise LookupError("in a coroutine")
    return len(loops)
`,
    })
    expect((await fn.run()).value).toBe(1)
    const { error } = (await fn.run({ fail: true })).report
    expect(error).toMatchObject({ name: 'LookupError', message: 'in a coroutine' })
    expect(error!.stack).toMatch(
      /^Traceback \(most recent call last\):\n {2}File "\/var\/task\/main\.py", line 7, in handler/,
    )
    expect((await fn.run()).value).toBe(1)
  })

  test('stream what a generator yields, as it comes', async () => {
    const fn = await deploy({
      'main.py': `
import asyncio
def plain():
    yield "one "
    yield b"two "
    raise_late = yield "three"
async def slow():
    for n in range(3):
        await asyncio.sleep(0.01)
        yield f"{n};"
def broken():
    yield "begun"
    raise RuntimeError("half way")
def at_once():
    raise RuntimeError("before anything")
    yield "never"
def handler(event, context):
    body = {"/plain": plain, "/slow": slow, "/broken": broken, "/at-once": at_once}[event["rawPath"]]()
    return {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": body}
`,
    })
    const chunks: string[] = []
    const { text } = await fn.request({ path: '/plain' }, { onData: (chunk) => void chunks.push(String(chunk)) })
    expect(text).toBe('one two three')
    expect(chunks).toHaveLength(3)
    expect((await fn.request({ path: '/slow' })).text).toBe('0;1;2;')
    const broken = await fn.request({ path: '/broken' })
    expect(broken.text).toBe('begun')
    expect(broken.report).toMatchObject({ status: 'functionError', error: { message: 'half way' } })
    const never = await fn.request({ path: '/at-once' })
    expect(never.head).toBeNull()
    expect(never.report).toMatchObject({ status: 'functionError', error: { message: 'before anything' } })
  })

  test('call other functions, one or many at a time, and see how they fail', async () => {
    const fn = await deploy({
      'main.py': `
import alcove
from concurrent.futures import ThreadPoolExecutor
def handler(event, context):
    if "fail" in event:
        try:
            alcove.invoke("broken", {})
        except alcove.InvokeError as error:
            return [error.code, str(error), error.error_name, error.invocation_id]
    if "late" in event: alcove.invoke("broken")
    one = alcove.invoke("twice", 4, qualifier="live")
    with ThreadPoolExecutor(4) as pool:
        return [one, list(pool.map(lambda n: alcove.invoke("twice", n), range(8)))]
`,
    })
    const onInvoke = async (call: { function: string; qualifier: string | null; payload: Uint8Array }) => {
      const invocationId = '0e1d2c3b-4a59-4687-9a1b-c2d3e4f5a6b7'
      if (call.function === 'broken') {
        const error = { name: 'RangeError', message: 'not for sale' }
        return { ok: false as const, invocationId, code: 'FunctionError' as const, error }
      }
      const value = JSON.parse(Buffer.from(call.payload).toString()) * 2
      const payload = Buffer.from(JSON.stringify([value, call.qualifier]))
      return { ok: true as const, invocationId, payload }
    }
    expect((await fn.run({}, { onInvoke })).value).toEqual([
      [8, 'live'],
      Array.from({ length: 8 }, (_, n) => [n * 2, null]),
    ])
    expect((await fn.run({ fail: 1 }, { onInvoke })).value).toEqual([
      'FunctionError',
      'not for sale',
      'RangeError',
      '0e1d2c3b-4a59-4687-9a1b-c2d3e4f5a6b7',
    ])
    const { error } = (await fn.run({ late: 1 }, { onInvoke })).report
    expect(error).toMatchObject({ name: 'InvokeError', message: 'not for sale' })
    expect(error!.stack).not.toContain('alcove.py')
  })

  test('that leave a thread behind which calls another function do not disturb the next call', async () => {
    const fn = await deploy({
      'main.py': `
import alcove, threading, time
outcome = []
def late():
    time.sleep(0.3)
    try:
        alcove.invoke("other")
    except alcove.InvokeError as error:
        outcome.append([error.code, str(error)])
def handler(event, context):
    if "begin" in event: threading.Thread(target=late).start()
    else: time.sleep(0.8)
    return outcome
`,
    })
    expect((await fn.run({ begin: 1 })).value).toEqual([])
    expect((await fn.run()).value).toEqual([['Cancelled', 'The calling invocation has ended']])
  })

  test('that raise what cannot be described fail all the same', async () => {
    const fn = await deploy({
      'main.py': `
class Odd(BaseException):
    def __str__(self): raise ValueError("no words")
class Ending(Exception):
    def __str__(self): raise SystemExit(3)
def handler(event, context):
    if event["how"] == "odd": raise Odd()
    if event["how"] == "ending": raise Ending()
    if event["how"] == "long": raise ValueError("x" * 100_000)
    if event["how"] == "deep": return handler(event, context)
    if event["how"] == "circular":
        a = []; a.append(a); return a
    if event["how"] == "retried":
        error = None
        for attempt in range(5_000):
            last, error = error, ConnectionError(f"attempt {attempt}")
            error.__cause__ = last
        raise error
    if event["how"] == "nan": return float("nan")
    try:
        {}["a"]
    except KeyError as error:
        raise LookupError("no such order") from error
`,
    })
    const message = async (how: string) => (await fn.run({ how })).report.error!
    const odd = { message: 'The function raised something that cannot be described' }
    expect(await message('odd')).toMatchObject({
      ...odd,
      stack: expect.stringMatching(/main\.py", line 7, in handler/),
    })
    expect(await message('ending')).toMatchObject(odd)
    const long = await message('long')
    expect(long.message).toMatch(/^x+… \(\d+ characters are missing here\) …x+$/)
    expect(long.stack).toMatch(/main\.py", line 9, in handler/)
    expect((await message('deep')).name).toBe('RecursionError')
    expect((await message('circular')).message).toBe('Circular reference detected')
    expect((await message('retried')).stack).toMatch(/^ConnectionError: attempt 0\n[^]*ConnectionError: attempt 4999$/)
    expect((await message('nan')).message).toMatch(/not JSON compliant/)
    const { stack } = await message('chained')
    expect(stack).toMatch(/KeyError: 'a'\n\nThe above exception was the direct cause[^]*LookupError: no such order$/)
  })

  test('that hang are found where they stand', async () => {
    const fn = await deploy(
      { 'main.py': 'def spin():\n    while True:\n        pass\n\ndef handler(event, context):\n    spin()\n' },
      { timeoutMs: 1000 },
    )
    const { report } = await fn.run()
    expect(report.status).toBe('timeout')
    expect(report.error!.stack).toMatch(/File "\/var\/task\/main\.py", line [23] in spin/)
    expect(report.error!.stack).not.toContain('alcove_guest')
  })

  test('may use packages of layers', async () => {
    const layer = await fixture.deploy({
      'python/greeting.py': 'text = "from a layer"',
      'python/both.py': 'text = "layer"',
    })
    const fn = await deploy(
      {
        'main.py': 'import greeting, both\ndef handler(event, context): return [greeting.text, both.text]',
        'both.py': 'text = "package"',
      },
      { layers: [{ name: `layer-${randomUUID()}`, version: 1, codeHash: layer.revision.codeHash }] },
    )
    expect((await fn.run()).value).toEqual(['from a layer', 'package'])
  })
})
