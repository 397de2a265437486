import { LIMITS } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { syscallProgram } from './elf.ts'
import { startEngine, type EngineFixture } from './engine-fixture.ts'

/** docs of the outcomes: the "Hostile functions and inputs" list of the security page, on real containers. */
let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine({ sandbox: 'oci' })
})
afterAll(() => fixture[Symbol.asyncDispose]())

/** A handler with this source as its body. `fs`, `net`, `cp` and `tryTo` are defined. */
function body(source: string): Record<string, string> {
  return {
    'index.mjs': `
      import fs from 'node:fs'
      import net from 'node:net'
      import cp from 'node:child_process'
      const tryTo = (run) => { try { run(); return 'done' } catch (error) { return error.code ?? error.message } }
      export const handler = async (event, context) => { ${source} }
    `,
  }
}

describe('resources', () => {
  test('a fork bomb runs into EAGAIN and fails only its own invocation', async () => {
    const bomb = await fixture.deploy(
      body(`
        const errors = []
        for (let i = 0; i < 300 && errors.length < 3; i++) {
          const child = cp.spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' })
          await new Promise((resolve) => { child.once('error', (e) => { errors.push(e.code); resolve() }); child.once('spawn', resolve) })
        }
        return errors
      `),
      { memoryMb: 512, timeoutMs: 20_000 },
    )
    const quiet = await fixture.deploy(body('return "quiet"'))
    const [bombed, other] = await Promise.all([bomb.run(), quiet.run()])
    expect(other.value).toBe('quiet')
    expect(bombed.report.status).toBe('success')
    expect(bombed.value).toEqual(['EAGAIN', 'EAGAIN', 'EAGAIN'])
  })

  test('a heap bomb is OutOfMemory and the instance is replaced', async () => {
    const fn = await fixture.deploy(
      body('if (event.ok) return 1; const all = []; for (;;) all.push({ a: [all.length] })'),
      {
        timeoutMs: 20_000,
      },
    )
    const first = await fn.run({ ok: true })
    const bombed = await fn.run()
    expect(bombed.report).toMatchObject({
      status: 'outOfMemory',
      code: 'OutOfMemory',
      instanceId: first.report.instanceId,
    })
    const next = await fn.run({ ok: true })
    expect(next.report).toMatchObject({ status: 'success', start: 'cold' })
    expect(next.report.instanceId).not.toBe(first.report.instanceId)
  })

  test('a Buffer bomb is OutOfMemory, killed by its cgroup', async () => {
    const fn = await fixture.deploy(body('const all = []; for (;;) all.push(Buffer.alloc(8 << 20, 1))'), {
      timeoutMs: 20_000,
    })
    const { report } = await fn.run()
    expect(report).toMatchObject({ status: 'outOfMemory', code: 'OutOfMemory' })
  })

  test('running out of descriptors is EMFILE', async () => {
    const fn = await fixture.deploy(
      body(
        `const all = []; try { for (;;) all.push(fs.openSync('/etc/passwd')) } catch (error) { return [error.code, all.length < 1024] }`,
      ),
    )
    expect((await fn.run()).value).toEqual(['EMFILE', true])
  })

  test('an infinite loop is a Timeout, and what it logged before is kept', async () => {
    const fn = await fixture.deploy(body('console.log("before"); for (;;);'), { timeoutMs: 500 })
    const { report, lines } = await fn.run()
    expect(report).toMatchObject({ status: 'timeout', code: 'Timeout' })
    expect(report.error!.message).toBe('The function did not answer within 500 ms')
    expect(lines.map((line) => line.message)).toEqual(['before'])
  })

  test('an infinite loop gets no more processor time than its quota', async () => {
    const fn = await fixture.deploy(
      body(`
        const workers = await import('node:worker_threads')
        for (let i = 0; i < 4; i++) new workers.Worker('for (;;);', { eval: true })
        const usage = process.cpuUsage(); const from = performance.now()
        await new Promise((resolve) => setTimeout(resolve, 1000))
        const used = process.cpuUsage(usage)
        return (used.user + used.system) / 1000 / (performance.now() - from)
      `),
      { memoryMb: 128 },
    )
    const cores = (await fn.run()).value as number
    // 128 MB come with half a core. The kernel enforces quotas to within a period or two.
    expect(cores).toBeGreaterThan(0)
    expect(cores).toBeLessThan(0.7)
  })

  test('a full /tmp is ENOSPC, by bytes and by files', async () => {
    const fn = await fixture.deploy(
      body(`
        const bytes = tryTo(() => { for (let i = 0; ; i++) fs.writeFileSync('/tmp/big' + i, Buffer.alloc(1 << 20)) })
        for (const name of fs.readdirSync('/tmp')) fs.unlinkSync('/tmp/' + name)
        const files = tryTo(() => { for (let i = 0; ; i++) fs.writeFileSync('/tmp/f' + i, '') })
        return [bytes, files]
      `),
      { memoryMb: 256, timeoutMs: 20_000 },
    )
    expect((await fn.run()).value).toEqual(['ENOSPC', 'ENOSPC'])
  })
})

describe('output', () => {
  test('a flood of log lines is cut at the cap and marked', async () => {
    const fn = await fixture.deploy(body('for (let i = 0; i < 50_000; i++) console.log("line", i); return 1'), {
      timeoutMs: 20_000,
    })
    const { report, lines } = await fn.run()
    expect(report).toMatchObject({ status: 'success', logsTruncated: true, logLines: LIMITS.logLines + 1 })
    expect(lines.at(-1)!.message).toMatch(/^The log ends here/)
  })

  test('a flood on the raw descriptors is cut at the cap and marked', async () => {
    const fn = await fixture.deploy(
      body(
        `const chunk = Buffer.alloc(65536, 'x\\n'); for (let i = 0; i < 500; i++) { try { fs.writeSync(1, chunk) } catch { await new Promise((r) => setImmediate(r)) } } return 1`,
      ),
      { timeoutMs: 20_000 },
    )
    const { report, lines } = await fn.run()
    expect(report).toMatchObject({ status: 'success', logsTruncated: true })
    expect(lines.length).toBe(LIMITS.logLines + 1)
  })

  test('one line of 100 MB is cut to a line and marked with what is missing', async () => {
    const fn = await fixture.deploy(body('console.log("x".repeat(100 << 20)); return 1'), {
      memoryMb: 512,
      timeoutMs: 20_000,
    })
    const { report, lines } = await fn.run()
    expect(report).toMatchObject({ status: 'success', logsTruncated: true, logLines: 1 })
    expect(lines[0]!.message.length).toBe(LIMITS.logLineBytes)
    expect(lines[0]!.truncatedBytes).toBe((100 << 20) - LIMITS.logLineBytes)
  })

  test('a returned value over the cap is ResponseTooLarge', async () => {
    const fn = await fixture.deploy(body('return "x".repeat(21 << 20)'), { memoryMb: 512 })
    const { report, body: sent } = await fn.run()
    expect(report).toMatchObject({ status: 'functionError', code: 'ResponseTooLarge' })
    expect(sent.length).toBe(0)
  })

  test('an endless stream is cut off at the cap with the memory of the engine flat', async () => {
    const fn = await fixture.deploy(
      {
        'index.mjs': `export default { fetch: () => new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(65536)) } })) }`,
      },
      { handler: 'index.default', timeoutMs: 20_000 },
    )
    let taken = 0
    let inFlight = 0
    let most = 0
    const { report } = await fn.request(undefined, {
      async onData(chunk) {
        taken += chunk.length
        most = Math.max(most, (inFlight += chunk.length))
        await new Promise((resolve) => setTimeout(resolve, 1))
        inFlight -= chunk.length
      },
    })
    expect(report).toMatchObject({ status: 'functionError', code: 'ResponseTooLarge' })
    expect(taken).toBeLessThanOrEqual(LIMITS.responseBytes)
    // A slow reader holds the function back: only a few socket reads are in flight.
    expect(most).toBeLessThan(1024 * 1024)
  })
})

describe('escape', () => {
  test('nothing but /tmp can be written to', async () => {
    const fn = await fixture.deploy(
      body(
        `return ['/var/task/x', '/etc/passwd', '/usr/bin/x', '/usr/bin/runtime', '/var/runtime/main.mjs', '/x'].map((path) => tryTo(() => fs.writeFileSync(path, 'x')))`,
      ),
    )
    expect((await fn.run()).value).toEqual(['EROFS', 'EROFS', 'EROFS', 'EROFS', 'EROFS', 'EROFS'])
  })

  test("the host's files, other functions' code and other processes are not there", async () => {
    await (await fixture.deploy(body('return "neighbour"'))).run()
    const fn = await fixture.deploy(
      body(`return {
        shadow: tryTo(() => fs.readFileSync('/etc/shadow')),
        sys: tryTo(() => fs.readdirSync('/sys')),
        home: tryTo(() => fs.readdirSync(event.home)),
        code: fs.readdirSync('/var/task'),
        processes: fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)),
        init: tryTo(() => fs.readFileSync('/proc/1/environ')),
        environ: fs.readFileSync('/proc/2/environ', 'utf8').split('\\0').filter(Boolean).map((pair) => pair.split('=')[0]).sort(),
        uid: process.getuid(),
        devices: fs.readdirSync('/dev').filter((name) => /^(sd|vd|nvme|mem|kmsg|loop)/.test(name)),
sysctl: tryTo(() => fs.writeFileSync('/proc/sys/kernel/hostname', 'h')),
      }`),
    )
    expect((await fn.run({ home: fixture.home })).value).toEqual({
      shadow: 'ENOENT',
      sys: 'ENOENT',
      home: 'ENOENT',
      code: ['index.mjs'],
      processes: ['1', '2'],
      init: 'EACCES',
      environ: ['HOME', 'LANG', 'LD_LIBRARY_PATH', 'PATH', 'TMPDIR', 'TZ'],
      uid: 1000,
      devices: [],
      sysctl: 'EROFS',
    })
  })

  test('no capability is held and none can be gained', async () => {
    const fn = await fixture.deploy(body(`return fs.readFileSync('/proc/self/status', 'utf8')`))
    const status = (await fn.run()).value as string
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
      expect(status).toMatch(new RegExp(`^${set}:\\s+0+$`, 'm'))
    }
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
    expect(status).toMatch(/^Seccomp:\s+2$/m)
  })

  test('two instances at a time have different user ids outside', async () => {
    const sleepers = await Promise.all(
      [1, 2].map(() =>
        fixture.deploy(body('return fs.readFileSync("/proc/self/uid_map", "utf8").trim().split(/\\s+/)')),
      ),
    )
    const maps = await Promise.all(sleepers.map(async (fn) => (await fn.run()).value as string[]))
    for (const map of maps) expect(Number(map[1])).toBeGreaterThanOrEqual(2 ** 30)
    expect(maps[0]![1]).not.toBe(maps[1]![1])
  })

  test('loopback, the metadata address and the machine itself cannot be reached', async () => {
    const fn = await fixture.deploy(
      body(`
        const reach = (host, port) => new Promise((resolve) => {
          const socket = net.connect({ host, port, timeout: 1500 })
          socket.once('connect', () => resolve('connected'))
          socket.once('timeout', () => resolve('timeout'))
          socket.once('error', (error) => resolve(error.code))
        })
        return Promise.all([reach('127.0.0.1', 4400), reach('169.254.169.254', 80), reach('10.0.0.1', 80), reach('::1', 5432)])
      `),
    )
    for (const outcome of (await fn.run()).value as string[])
      expect(outcome).toMatch(/^(ECONNREFUSED|ENETUNREACH|EADDRNOTAVAIL)$/)
  })
})

const [EPERM, ENOSYS] = [1, 38]
const [CLONE_NEWUSER, SIGCHLD, AF_PACKET, AF_NETLINK, NETLINK_AUDIT, SOCK_RAW] = [0x10000000, 17, 17, 16, 9, 3]
const [AF_TIPC, SOCK_SEQPACKET] = [30, 5]
describe.skipIf(process.arch !== 'x64')('system calls (programs are made for x86-64 only)', () => {
  test.for([
    ['getpid', 39, [], 0],
    ['mount', 165, [], EPERM],
    ['umount2', 166, [], EPERM],
    ['pivot_root', 155, [], EPERM],
    ['unshare', 272, [CLONE_NEWUSER], EPERM],
    ['setns', 308, [3, 0], EPERM],
    ['clone with a new user namespace', 56, [CLONE_NEWUSER | SIGCHLD], EPERM],
    ['clone3', 435, [], ENOSYS],
    ['ptrace', 101, [16, 1], EPERM],
    ['process_vm_readv', 310, [1], EPERM],
    ['bpf', 321, [], EPERM],
    ['perf_event_open', 298, [], EPERM],
    ['keyctl', 250, [], EPERM],
    ['add_key', 248, [], EPERM],
    ['userfaultfd', 323, [], EPERM],
    ['io_uring_setup', 425, [1], ENOSYS],
    ['init_module', 175, [], EPERM],
    ['kexec_load', 246, [], EPERM],
    ['reboot', 169, [], EPERM],
    ['settimeofday', 164, [], EPERM],
    ['a packet socket', 41, [AF_PACKET, SOCK_RAW], EPERM],
    ['an audit socket', 41, [AF_NETLINK, SOCK_RAW, NETLINK_AUDIT], EPERM],
    ['a route socket', 41, [AF_NETLINK, SOCK_RAW, 0], 0],
    ['a pair of sockets of another family', 53, [AF_TIPC, SOCK_SEQPACKET], EPERM],
  ] as const)('%s answers as the profile says', async ([, number, args, errno]) => {
    const fn = await fixture.deploy({
      ...body(`
        fs.copyFileSync('/var/task/program', '/tmp/program')
        fs.chmodSync('/tmp/program', 0o755)
        return cp.spawnSync('/tmp/program').status
      `),
      program: syscallProgram(number, [...args]),
    })
    expect((await fn.run()).value).toBe(errno)
  })
})

describe('handler behaviour', () => {
  test('a handler that never resolves is a Timeout, and the instance is replaced', async () => {
    const fn = await fixture.deploy(body('if (event.ok) return 1; await new Promise(() => {})'), { timeoutMs: 300 })
    const first = await fn.run()
    expect(first.report).toMatchObject({
      status: 'timeout',
      error: { message: expect.stringMatching(/^The function did not answer within 300 ms; no code was running/) },
    })
    const second = await fn.run({ ok: true })
    expect(second.report).toMatchObject({ status: 'success', start: 'cold' })
  })

  test.for([0, 1])('process.exit(%i) is an error, never a success', async (code) => {
    const fn = await fixture.deploy(body(`console.log('going'); process.exit(${code})`))
    const { report, lines } = await fn.run()
    expect(report).toMatchObject({
      status: 'functionError',
      error: {
        name: 'ProcessExit',
        message: `The function ended its process with exit code ${code} before it answered`,
      },
    })
    expect(lines.map((line) => line.message)).toEqual(['going'])
  })

  test('an exit under the guest code is an error too', async () => {
    const fn = await fixture.deploy(body(`process.reallyExit(0)`))
    expect((await fn.run()).report).toMatchObject({ status: 'functionError', error: { name: 'ProcessCrash' } })
  })

  test('an uncaught exception fails its invocation with its stack', async () => {
    const fn = await fixture.deploy(
      body(`setTimeout(() => { throw new RangeError('late') }, 5); await new Promise(() => {})`),
    )
    const { report } = await fn.run()
    expect(report).toMatchObject({ status: 'functionError', error: { name: 'RangeError', message: 'late' } })
    expect(report.error!.stack).toContain('/var/task/index.mjs')
  })

  test('an unhandled rejection fails its invocation with its stack', async () => {
    const fn = await fixture.deploy(
      body(`void Promise.reject(new TypeError('nobody cares')); await new Promise(() => {})`),
    )
    const { report } = await fn.run()
    expect(report).toMatchObject({ status: 'functionError', error: { name: 'TypeError', message: 'nobody cares' } })
    expect(report.error!.stack).toContain('/var/task/index.mjs')
  })

  test('a background timer does not write into the log of the next invocation', async () => {
    const fn = await fixture.deploy(
      body(`
        if (event.first) { const timer = setInterval(() => { console.log('left over'); process.stdout.write('left over\\n') }, 1); return 1 }
        await new Promise((resolve) => setTimeout(resolve, 100))
        console.log('own')
        return 2
      `),
    )
    const first = await fn.run({ first: true })
    const second = await fn.run()
    expect(second.report.instanceId).toBe(first.report.instanceId)
    expect(second.lines.map((line) => line.message)).toEqual(['own'])
  })

  test.for([
    ['a BigInt', 'return { n: 1n }', 'TypeError', /^The returned value is not JSON: .* BigInt/],
    ['a circular value', 'const a = {}; a.a = a; return a', 'TypeError', /circular/],
    ['a throwing toJSON', 'return { toJSON() { throw new RangeError("no") } }', 'RangeError', /^no$/],
  ] as const)('returning %s is a typed error', async ([, source, name, message]) => {
    const { report } = await (await fixture.deploy(body(source))).run()
    expect(report).toMatchObject({ status: 'functionError', error: { name } })
    expect(report.error!.message).toMatch(message)
  })
})

test('the engine itself keeps no descriptor in a function but the control channel', async () => {
  const fn = await fixture.deploy(
    body(
      `return fs.readdirSync('/proc/self/fd').map((fd) => tryTo(() => { throw new Error(fs.readlinkSync('/proc/self/fd/' + fd)) })).filter((name) => !/^(anon_inode|pipe|\\/proc|\\/dev\\/null|ENOENT)/.test(name)).map((name) => name.split(':')[0])`,
    ),
  )
  // The channel; what it prints goes into pipes.
  expect((await fn.run()).value).toEqual(['socket'])
})

test('resource limits are in force', async () => {
  const fn = await fixture.deploy(body(`return fs.readFileSync('/proc/self/limits', 'utf8')`))
  const limits = (await fn.run()).value as string
  expect(limits).toMatch(/Max open files\s+1024\s+1024/)
  expect(limits).toMatch(/Max core file size\s+0\s+0/)
  expect(limits).toMatch(/Max msgqueue size\s+0\s+0/)
})
