import { afterAll, beforeAll, expect, test } from 'vitest'
import { findOciRuntimes } from '../src/sandbox/oci/runtimes.ts'
import { startEngine, type EngineFixture, type Settings } from './engine-fixture.ts'
import { javaClasses } from './java-classes.ts'

const ociRuntimes = await findOciRuntimes()

const environment = { TZ: 'Asia/Shanghai', AWS_REGION: 'eu-central-1' }

let fixture: EngineFixture
beforeAll(async () => {
  if (ociRuntimes.length > 0) fixture = await startEngine({ sandbox: 'oci' })
})
afterAll(() => fixture?.[Symbol.asyncDispose]())

/** Deploys, calls once, and returns the value with the lines of the log. */
async function run(files: Record<string, string | Uint8Array>, settings: Settings) {
  const { value, report, lines } = await (
    await fixture.deploy(files, { environment, memoryMb: 512, timeoutMs: 30_000, ...settings })
  ).run()
  return { value: report.error?.message ?? value, lines: lines.map(({ level, message }) => `${level} ${message}`) }
}

const AWS = {
  AWS_REGION: 'eu-central-1',
  AWS_DEFAULT_REGION: 'eu-central-1',
  AWS_LAMBDA_FUNCTION_NAME: 'under-test',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  LAMBDA_TASK_ROOT: '/var/task',
}

test.skipIf(ociRuntimes.length === 0)(
  'Node.js finds time zones, shared memory, its output by name, services and variables of AWS',
  async () => {
    const { value, lines } = await run(
      {
        'index.mjs': `
        import fs from 'node:fs'
        import { execFileSync } from 'node:child_process'
        export const handler = async () => {
          fs.writeFileSync('/dev/stdout', 'by name\\n')
          fs.writeFileSync('/dev/stderr', 'of an error\\n')
          fs.writeFileSync('/dev/shm/数据', 'x')
          let full = ''
          try { fs.writeFileSync('/dev/shm/full', Buffer.alloc(300 * 2 ** 20)) } catch (error) { full = error.code }
          return [
            new Date(0).getHours(), fs.readdirSync('/dev/shm').includes('数据'), full, process.env,
            execFileSync('sh', ['-c', 'node -p process.version; env node -p 1']).toString(), /^http\\s+80\\/tcp/m.test(fs.readFileSync('/etc/services', 'utf8')), fs.existsSync('/etc/protocols'),
          ]
        }`,
      },
      { handler: 'index.handler' },
    )
    const env = expect.objectContaining({
      ...AWS,
      _HANDLER: 'index.handler',
      PATH: expect.stringMatching(/:\/opt\/bin$/),
    })
    expect(value).toEqual([8, true, 'ENOSPC', env, expect.stringMatching(/^v24.*\n1\n$/), true, true])
    expect(lines).toEqual(expect.arrayContaining(['info by name', 'error of an error']))
  },
)

test.skipIf(ociRuntimes.length === 0)(
  'Python finds time zones, the locale and libraries, and starts processes of every kind',
  async () => {
    const { value, lines } = await run(
      {
        'main.py': `
import ctypes, ctypes.util, datetime, locale, multiprocessing, os, sys, time, zoneinfo
def work(path):
    with open(path, "w") as file: file.write("x")
def started(kind):
    process = multiprocessing.get_context(kind).Process(target=work, args=("/tmp/" + kind,))
    process.start(); process.join(15)
    return process.exitcode == 0 and os.path.exists("/tmp/" + kind)
def handler(event, context):
    open("/dev/stderr", "w").write("by name\\n")
    sys.stdout.reconfigure(line_buffering=True)
    sys.stdout.buffer.write("中".encode()[:1]); sys.stdout.buffer.write("中".encode()[1:] + b"\\n")
    with multiprocessing.get_context("fork").Pool(2) as pool: mapped = pool.map(abs, [-1, -2])
    return [
        time.strftime("%H", time.localtime(0)),
        datetime.datetime.fromtimestamp(0, zoneinfo.ZoneInfo("Europe/Berlin")).strftime("%H"),
        locale.setlocale(locale.LC_ALL, ""), mapped, started("spawn"), started("forkserver"), dict(os.environ),
        sys.stdout.encoding, sys.stdout.name, sys.stdout.isatty(),
        ctypes.CDLL(ctypes.util.find_library("c")).abs(-1), ctypes.util.find_library("absent"),
    ]`,
      },
      { runtime: 'python3', handler: 'main.handler' },
    )
    const env = expect.objectContaining({ ...AWS, _HANDLER: 'main.handler' })
    expect(value).toEqual(['08', '01', 'C.UTF-8', [1, 2], true, true, env, 'utf-8', '<stdout>', false, 1, null])
    expect(lines).toEqual(expect.arrayContaining(['error by name', 'info 中']))
  },
)

test.skipIf(ociRuntimes.length === 0)(
  'Java finds its zone, file names in any script, and variables of AWS',
  async () => {
    const { value } = await run(
      await javaClasses({
        'Handler.java': `
        import java.nio.file.*;
        public class Handler {
          public Object handle(Object event) throws Exception {
            Path file = Files.writeString(Path.of("/tmp/\\u62a5\\u544a.txt"), "x");
            int hour = java.time.ZonedDateTime.ofInstant(java.time.Instant.EPOCH, java.time.ZoneId.systemDefault()).getHour();
            return java.util.List.of(hour, Files.readString(file), System.getenv("AWS_LAMBDA_FUNCTION_NAME"), System.getenv("_HANDLER"));
          }
        }`,
      }),
      { runtime: 'java17', handler: 'Handler.handle' },
    )
    expect(value).toEqual([8, 'x', 'under-test', 'Handler.handle'])
  },
)

test.skipIf(ociRuntimes.length === 0)('a bootstrap finds time zones, the locale and its output by name', async () => {
  const { value, lines } = await run(
    {
      bootstrap: `#!/bin/bash
API=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
while true; do
  curl -sS -o /dev/null -D /tmp/head "$API/invocation/next"
  ID=$(grep -i aws-request-id /tmp/head | tr -d '[:space:]' | cut -d: -f2)
  S="中文"
  echo "by name" > /dev/stderr
  curl -sS -o /dev/null -d "\\"$(date -d @0 +%H) \${#S} $AWS_LAMBDA_FUNCTION_NAME\\"" "$API/invocation/$ID/response"
done
`,
    },
    { runtime: 'custom', handler: 'x.y' },
  )
  expect(value).toBe('08 2 under-test')
  expect(lines).toContain('error by name')
})

/** A function in Node.js or Python that does something to its own process. */
const signals = (how: string) => ({
  'index.mjs': `export const handler = () => { ${how}; return new Promise(() => {}) }`,
})
const pythonSignals = (how: string) => ({
  'index.py': `import os, signal, time\ndef handler(event, context):\n    ${how}`,
})

test.skipIf(ociRuntimes.length === 0).for([
  ['nodejs24', signals("process.kill(process.pid, 'SIGTERM')"), 'SIGTERM'],
  ['nodejs24', signals("process.kill(process.pid, 'SIGKILL')"), 'SIGKILL'],
  ['nodejs24', signals('process.abort()'), 'SIGABRT'],
  ['python3', pythonSignals('os.kill(os.getpid(), signal.SIGTERM)'), 'SIGTERM'],
  ['python3', pythonSignals('os.abort()'), 'SIGABRT'],
] as const)('%s: a function can end its own process by a signal: %s', async ([runtime, files, signal]) => {
  const fn = await fixture.deploy({ ...files }, { runtime, handler: 'index.handler', timeoutMs: 10_000 })
  const { report } = await fn.run()
  expect(report.error?.name).toBe('ProcessCrash')
  expect(report.error?.message).toContain(`was killed by ${signal} before it answered`)
})

test.skipIf(ociRuntimes.length === 0)('one call may leave more orphans than there may be processes', async () => {
  const fn = await fixture.deploy(
    {
      'index.mjs': `import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
const orphans = 'i=0; while [ $i -lt 200 ]; do (sh -c : &); i=$((i+1)); done'
export const handler = async () => {
  execFileSync('/bin/sh', ['-c', orphans])
  return [process.ppid, readFileSync('/proc/1/comm', 'utf8').trim(), execFileSync('/bin/sh', ['-c', 'echo up']).toString()]
}`,
    },
    { handler: 'index.handler', timeoutMs: 30_000 },
  )
  const { value, report } = await fn.run()
  expect(value ?? report.error).toEqual([1, 'init', 'up\n'])
})

test.skipIf(ociRuntimes.length === 0)('nothing inside can end, change or impersonate the init', async () => {
  const { value } = await run(
    {
      'index.mjs': `import fs from 'node:fs'
const tried = (how) => { try { return how() } catch (error) { return error.code } }
export const handler = () => [
  tried(() => process.kill(1, 'SIGKILL')),
  tried(() => fs.openSync('/proc/1/mem', 'r+')),
  tried(() => fs.readdirSync('/proc/1/fd')),
  tried(() => fs.writeFileSync('/sbin/init', '')),
  process.pid,
]`,
    },
    { handler: 'index.handler' },
  )
  expect(value).toEqual([true, 'EACCES', 'EACCES', 'EROFS', 2])
})

test.skipIf(ociRuntimes.length === 0)(
  'children that no code waits for never keep it from starting processes',
  async () => {
    const fn = await fixture.deploy(
      {
        'index.py': `import os
def handler(event, context):
    for _ in range(10):
        if os.fork() == 0:
            os._exit(0)`,
      },
      { runtime: 'python3', handler: 'index.handler', timeoutMs: 10_000 },
    )
    // Each leaves ten, and an instance may have 128 processes.
    for (let call = 0; call < 15; call++) {
      // oxlint-disable-next-line no-await-in-loop -- one instance
      expect((await fn.run()).report.status).toBe('success')
    }
    await expect.poll(() => fixture.ended.map(({ end }) => end?.reason)).toContain('recycled')
  },
)
