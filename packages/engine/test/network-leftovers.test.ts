import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** Why the tests cannot run here, or null. */
const cannot = process.getuid?.() === 0 ? null : 'networks need root'

/** A machine of its own as far as networks go: a namespace with its own links, rules and settings. */
describe.skipIf(cannot !== null)(`the network of an engine${cannot === null ? '' : ` (skipped: ${cannot})`}`, () => {
  const machine = `alcove-test-machine-${process.pid}`
  const running: ChildProcess[] = []
  let before: string
  let one: string
  let other: string

  beforeEach(async () => {
    one = await mkdtemp(join(tmpdir(), 'alcove-network-'))
    other = await mkdtemp(join(tmpdir(), 'alcove-network-'))
    execFileSync('ip', ['netns', 'add', machine])
    inMachine('ip', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth1')
    // A new namespace inherits the setting of the real machine, where an engine may be running.
    inMachine('sh', '-c', 'echo 0 > /proc/sys/net/ipv4/ip_forward')
    before = stateOf()
  })
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL')
    for (const home of [one, other]) await rm(home, { recursive: true })
    execFileSync('ip', ['netns', 'delete', machine])
  })

  function inMachine(...command: string[]): string {
    return execFileSync('nsenter', [`--net=/run/netns/${machine}`, ...command], { encoding: 'utf8' })
  }

  function stateOf(): string {
    const links = inMachine('ip', '-brief', 'link').replaceAll(/^(\S+?)(@\S+)? .*$/gm, '$1')
    const forwards = inMachine('cat', '/proc/sys/net/ipv4/ip_forward')
    return [links, inMachine('ip', 'route'), inMachine('nft', 'list', 'ruleset'), `forwards ${forwards}`].join('\n')
  }

  async function openIn(home: string, through: string[] = []) {
    const child = spawn(
      'nsenter',
      [
        `--net=/run/netns/${machine}`,
        ...through,
        process.execPath,
        join(import.meta.dirname, 'internet/engine-network.ts'),
        home,
      ],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    )
    running.push(child)
    const [opened] = (await once(child, 'message')) as [{ available: boolean; reason: string | null; path: string }]
    const gone = once(child, 'close')
    return {
      ...opened,
      pid: child.pid!,
      async close() {
        child.send('close')
        await gone
      },
      async kill() {
        child.kill('SIGKILL')
        await gone
      },
    }
  }

  it('leaves the machine as it was when it closes', async () => {
    const engine = await openIn(one)
    expect(stateOf()).toMatch(/alv[0-9a-f]{12}[^]*table ip alcove_[0-9a-f]{12}[^]*forwards 1/)
    await engine.close()
    expect(stateOf()).toBe(before)
  })

  it('leaves the machine as it was when the engine is killed', async () => {
    const engine = await openIn(one)
    await engine.kill()
    await expect.poll(stateOf).toBe(before)
    expect(() => readFileSync(engine.path)).toThrow('ENOENT')
  })

  it('comes up again at once after it was killed, and is not cleared away in turn', async () => {
    const engine = await openIn(one)
    await engine.kill()
    const next = await openIn(one)
    expect(stateOf().match(/table ip alcove_[0-9a-f]{12}/g)).toHaveLength(1)
    expect(inMachine('nsenter', `--net=${next.path}`, 'ip', 'route')).toContain('default via')
    await next.close()
    expect(stateOf()).toBe(before)
  })

  it('removes with its next start what was left when everything of it was killed', async () => {
    const engine = await openIn(one)
    const shells = readFileSync(`/proc/${engine.pid}/task/${engine.pid}/children`, 'utf8').trim().split(' ')
    expect(shells.length).toBeGreaterThan(1)
    // Otherwise it would replace them.
    process.kill(engine.pid, 'SIGSTOP')
    for (const pid of shells) process.kill(Number(pid), 'SIGKILL')
    await engine.kill()
    expect(stateOf()).toContain('table ip alcove_')
    const next = await openIn(one)
    expect(stateOf().match(/table ip alcove_[0-9a-f]{12}/g)).toHaveLength(1)
    await next.close()
    expect(stateOf()).toBe(before)
  })

  it('lets the machine forward as long as any engine needs it', async () => {
    const first = await openIn(one)
    const second = await openIn(other)
    await first.close()
    expect(stateOf()).toMatch(/alcove_forwarding[^]*forwards 1/)
    await second.close()
    expect(stateOf()).toBe(before)
  })

  it('does not touch a machine that forwards anyway', async () => {
    inMachine('sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward')
    const forwarding = stateOf()
    const engine = await openIn(one)
    expect(stateOf()).not.toContain('alcove_forwarding')
    await engine.close()
    expect(stateOf()).toBe(forwarding)
  })

  it('does not make the machine a router between the links it has', async () => {
    const engine = await openIn(one)
    expect(stateOf()).toMatch(/iifname \{ "eth0", "eth1" \} oifname \{ "eth0", "eth1" \} drop/)
    await engine.close()
  })

  it('says so when a firewall of the machine would drop what functions send', async () => {
    inMachine(
      'nft',
      'add table ip filter; add chain ip filter FORWARD { type filter hook forward priority 0; policy drop; }',
    )
    const engine = await openIn(one)
    expect(engine).toMatchObject({
      available: true,
      reason: 'A firewall of this machine (ip filter FORWARD) drops what functions send',
      remedy: 'iptables -I FORWARD -i alv+ -j ACCEPT && iptables -I FORWARD -o alv+ -j ACCEPT',
    })
    await engine.close()
  })

  it('says what is missing where there is no nft', async () => {
    const hidden = [
      'unshare',
      '--mount',
      'sh',
      '-c',
      'for p in /usr/sbin/nft /sbin/nft; do mount --bind /dev/null $p; done; exec "$@"',
      'sh',
    ]
    const engine = await openIn(one, hidden)
    expect(engine).toMatchObject({
      available: false,
      reason: 'Networks for functions need nftables, which this machine does not have',
      remedy: 'apt-get install nftables',
      path: null,
    })
    await engine.close()
    expect(stateOf()).toBe(before)
  })

  it('says so when it may not make one', async () => {
    const engine = await openIn(one, ['setpriv', '--bounding-set', '-all', '--inh-caps', '-all'])
    expect(engine.available).toBe(false)
    expect(engine.reason).toMatch(/^The network for functions could not be set up: /)
    await engine.close()
    expect(stateOf()).toBe(before)
  })
})
