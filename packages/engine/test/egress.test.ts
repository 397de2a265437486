import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { LIMITS, type Egress } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DNS_ADDRESS } from '../src/network/network.ts'
import { openNetwork } from '../src/network/open-network.ts'
import { findRuntimes } from '../src/runtimes/runtimes.ts'
import { chooseDriver } from '../src/sandbox/choose-driver.ts'
import { findOciRuntimes } from '../src/sandbox/oci/runtimes.ts'
import { startEngine, type EngineFixture, type Settings } from './engine-fixture.ts'
import { openInternet, type Internet } from './internet/internet.ts'

const ociRuntimes = await findOciRuntimes()
/** Why the tests cannot run here, or null. */
const cannot =
  process.getuid?.() !== 0 ? 'networks need root' : ociRuntimes.length === 0 ? 'no OCI runtime is installed' : null

/** Visits the hosts in the event. Names are resolved as in any program. */
const VISITOR = {
  'index.mjs': `
    import { connect } from 'node:net'
    const visit = ([host, port]) => new Promise((resolve) => {
      const socket = connect(port, host)
      socket.setTimeout(4000, () => resolve('timeout'))
      socket.once('data', (said) => { resolve(said.toString().trim()); socket.destroy() })
      socket.once('error', (error) => resolve(error.errors?.[0]?.code ?? error.code))
    })
    export const handler = ({ visit: targets }) => Promise.all(targets.map(visit))`,
}

/** Tries every way out, and two local connections that must work. */
const HERMIT = {
  'index.mjs': `
    import { createSocket } from 'node:dgram'
    import { lookup } from 'node:dns/promises'
    import { connect, createServer } from 'node:net'
    import { networkInterfaces } from 'node:os'
    import { alcove } from 'alcove'
    const tcp = (port, host) => new Promise((resolve) => {
      const socket = connect(port, host)
      socket.setTimeout(4000, () => resolve('timeout'))
      socket.once('data', () => { resolve('received'); socket.destroy() })
      socket.once('error', (error) => resolve(error.code))
    })
    const udp = (port, host) => new Promise((resolve) => {
      const socket = createSocket('udp4')
      socket.send('x', port, host, (error) => { resolve(error?.code ?? 'sent'); socket.close() })
    })
    export const handler = async ({ host }) => {
      const own = createServer((socket) => socket.end('x'))
      await new Promise((resolve) => own.listen(0, '127.0.0.1', resolve))
      return {
        interfaces: Object.keys(networkInterfaces()),
        tcp: await tcp(80, host),
        ip6: await tcp(80, '2001:db8::1'),
        udp: await udp(53, host),
        nameserver: await udp(53, '${DNS_ADDRESS}'),
        lookup: await lookup('www.example.org').catch((error) => error.code),
        loopback: await tcp(own.address().port, '127.0.0.1'),
        invoked: await alcove.invoke('other', {}),
      }
    }`,
}

/** What a function sees of its network, and the results of its attempts to change it. */
const LOOK = `
  import { once } from 'node:events'
  import { readFileSync, writeFileSync } from 'node:fs'
  import { connect } from 'node:net'
  import { networkInterfaces } from 'node:os'
  const codeOf = (work) => { try { work(); return 'none' } catch (error) { return error.code } }
  const [received] = await once(connect(80, 'www.example.org'), 'data')
  console.log(JSON.stringify({
    interfaces: Object.keys(networkInterfaces()),
    capabilities: /^CapBnd:\\s+(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1],
    forwarding: codeOf(() => writeFileSync('/proc/sys/net/ipv4/ip_forward', '1')),
    received: received.toString().trim(),
  }))
  process.exit()`

describe.skipIf(cannot !== null)(`functions of a space${cannot === null ? '' : ` (skipped: ${cannot})`}`, () => {
  let internet: Internet
  let fixture: EngineFixture

  beforeAll(async () => {
    internet = await openInternet()
    await internet.resolve({
      'www.example.org': { addresses: [internet.one], ttl: 60 },
      'api.example.org': { addresses: [internet.other], ttl: 60 },
      'inside.example.org': { addresses: [internet.private], ttl: 60 },
      'registry.example.org': { addresses: [internet.private], ttl: 60 },
    })
    fixture = await startEngine({
      sandbox: 'oci',
      resolvers: [internet.nameServer],
      registries: { pip: 'http://registry.example.org:5432/simple/' },
    })
  })
  afterAll(async () => {
    await fixture[Symbol.asyncDispose]()
    await internet[Symbol.asyncDispose]()
  })

  async function visits(egress: Egress, visit: [string, number][], settings: Settings = {}): Promise<unknown> {
    const deployed = await fixture.deploy(VISITOR, { egress, timeoutMs: 20_000, ...settings })
    const { value, report } = await deployed.run({ visit })
    expect(report.status).toBe('success')
    return value
  }

  it('reach the internet, by name too, and nothing that is not of it', async () => {
    const egress: Egress = { mode: 'internet', allow: [] }
    const targets: [string, number][] = [
      [internet.one, 80],
      ['www.example.org', 443],
      ['inside.example.org', 443],
      [internet.private, 443],
      ['169.254.169.254', 80],
      [internet.host, 22],
    ]
    expect(await visits(egress, targets)).toEqual([
      internet.one,
      internet.one,
      'ENOTFOUND',
      'ECONNREFUSED',
      'ECONNREFUSED',
      'ECONNREFUSED',
    ])
  })

  it.each([
    ['cold', 0],
    ['prewarmed', 1],
  ] as const)(
    'reach nothing at all where the space has no network, in a sandbox started %s',
    async (start, prewarm) => {
      await using engine = await startEngine({ sandbox: 'oci', resolvers: [internet.nameServer], prewarm })
      const deployed = await engine.deploy(HERMIT, {
        egress: { mode: 'none', allow: [] },
        memoryMb: LIMITS.memoryMb.default,
        timeoutMs: 20_000,
      })
      const waiting = () => engine.engine.info().prewarmed.reduce((sum, { ready }) => sum + ready, 0)
      await expect.poll(waiting).toBe(prewarm)
      const answer = { ok: true as const, invocationId: 'another', payload: Buffer.from('"from another function"') }
      const { value, report } = await deployed.run({ host: internet.one }, { onInvoke: async () => answer })
      expect(report).toMatchObject({ status: 'success', start })
      expect(value).toEqual({
        interfaces: ['lo'],
        tcp: 'ENETUNREACH',
        ip6: 'ENETUNREACH',
        udp: 'ENETUNREACH',
        nameserver: 'ENETUNREACH',
        lookup: 'EAI_AGAIN',
        loopback: 'received',
        invoked: 'from another function',
      })
    },
  )

  it('reach what the list of the space names', async () => {
    const targets: [string, number][] = [
      ['api.example.org', 443],
      ['api.example.org', 80],
      ['www.example.net', 443],
      [internet.one, 443],
      [internet.private, 5432],
    ]
    const egress: Egress = { mode: 'allow', allow: ['*.example.org:443', `${internet.private}:5432`] }
    expect(await visits(egress, targets)).toEqual([
      internet.other,
      'ECONNREFUSED',
      'ENOTFOUND',
      'ECONNREFUSED',
      internet.private,
    ])
  })

  /** What the build backend of a package, which is untrusted code, reaches from its build. */
  async function visitsOfBuild(egress: Egress, visit: [string, number][]): Promise<unknown> {
    const files = {
      'requirements.txt': './package\n',
      'package/pyproject.toml':
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "p"\nversion = "1"\n',
      'package/backend.py': `
import json, socket
def visit(host, port):
    try:
        with socket.create_connection((host, port), timeout=4) as it:
            return it.recv(100).decode().strip()
    except OSError as error:
        return type(error).__name__
visited = json.dumps([visit(*target) for target in ${JSON.stringify(visit)}])
raise SystemExit('VISITED ' + visited + ' END')
`,
    }
    const { revision } = await fixture.deploy(files, { egress })
    let log = ''
    const inputs = Object.keys(files)
    const request = { ...revision, key: 'k', kind: 'pip', runtime: 'python3', inputs } as const
    await fixture.engine.build(request, (text) => (log += text))
    const said = /VISITED (.*) END/.exec(log)?.[1]
    if (said === undefined) throw new Error(`The backend said nothing: ${log}`)
    return JSON.parse(said)
  }

  it('have packages that reach the registry from their build, and what the space allows', async () => {
    const targets: [string, number][] = [
      ['registry.example.org', 5432],
      ['registry.example.org', 80],
      [internet.one, 80],
      ['www.example.org', 80],
      ['api.example.org', 443],
      ['inside.example.org', 443],
      [internet.host, 22],
    ]
    const refused = 'ConnectionRefusedError'
    const unknown = 'gaierror'
    expect(await visitsOfBuild({ mode: 'none', allow: [] }, targets)).toEqual([
      internet.private,
      refused,
      refused,
      unknown,
      unknown,
      unknown,
      refused,
    ])
    expect(await visitsOfBuild({ mode: 'allow', allow: ['api.example.org:443'] }, targets)).toEqual([
      internet.private,
      refused,
      refused,
      unknown,
      internet.other,
      unknown,
      refused,
    ])
    expect(await visitsOfBuild({ mode: 'internet', allow: [] }, targets)).toEqual([
      internet.private,
      refused,
      internet.one,
      internet.one,
      internet.other,
      unknown,
      refused,
    ])
  })

  it('obey the policy of their space also in a sandbox that was started before it was known', async () => {
    await using prewarming = await startEngine({ sandbox: 'oci', resolvers: [internet.nameServer], prewarm: 1 })
    const egress: Egress = { mode: 'allow', allow: ['www.example.org:80'] }
    const deployed = await prewarming.deploy(VISITOR, { egress, memoryMb: LIMITS.memoryMb.default })
    await expect.poll(() => prewarming.engine.info().prewarmed).toMatchObject([{ runtime: 'nodejs24', ready: 1 }])
    const { value, report } = await deployed.run({
      visit: [
        ['www.example.org', 80],
        [internet.other, 80],
      ],
    })
    expect(report.start).toBe('prewarmed')
    expect(value).toEqual([internet.one, 'ECONNREFUSED'])
  })

  it.each(ociRuntimes.map((runtime) => [runtime.name, runtime] as const))(
    'are in the network they were given with %s, and cannot change where it leads',
    async (_, ociRuntime) => {
      await using stack = new AsyncDisposableStack()
      const home = await mkdtemp(join(tmpdir(), 'alcove-egress-'))
      stack.defer(() => rm(home, { recursive: true }))
      const network = await openNetwork({ home, resolvers: [internet.nameServer], log: () => {} })
      stack.defer(() => network.close())
      const runtime = (await findRuntimes()).installed.find(({ name }) => name === 'nodejs24')!
      const { driver } = await chooseDriver({
        home,
        runtimes: [runtime],
        ociRuntimes: [ociRuntime],
        nameserver: DNS_ADDRESS,
        memoryBudgetMb: 512,
        forced: 'oci',
        log: () => {},
      })
      stack.defer(() => driver.close())
      const slot = await network.take({ mode: 'allow', allow: ['www.example.org'] })
      stack.defer(() => slot.release())
      const task = join(home, 'packages/look')
      await mkdir(task, { recursive: true, mode: 0o755 })
      await writeFile(join(task, 'look.mjs'), LOOK)
      await using sandbox = await driver.start({
        id: 'look',
        image: runtime.image,
        contents: { task, layers: null, storage: null },
        args: ({ task }) => [`${task}/look.mjs`],
        network: slot.path,
        memoryMb: 128,
        tmpMb: 16,
        maxProcesses: 64,
      })
      sandbox.channel.resume()
      const [said] = await Promise.all([text(sandbox.stdout), text(sandbox.stderr)])
      expect(JSON.parse(said)).toEqual({
        interfaces: ['lo', 'eth0'],
        capabilities: '0000000000000000',
        forwarding: 'EROFS',
        received: internet.one,
      })
    },
  )
})
