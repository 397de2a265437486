import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { newDatabase, newFolder, startServer, type RealServer } from './real-server.ts'

const cannot = (() => {
  if (process.getuid?.() !== 0) return 'networks need root'
  try {
    execFileSync('sh', [
      '-c',
      'PATH=$PATH:/usr/sbin:/sbin; command -v nft && command -v ip && { command -v crun || command -v runc; }',
    ])
    return null
  } catch {
    return 'networks need nftables, iproute2 and an OCI runtime'
  }
})()

/** Processes of the server that hold the network of functions. */
function helpersOf({ child }: RealServer): number[] {
  return readdirSync(`/proc/${child.pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${child.pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean))
    .filter((pid) => commandOf(pid).startsWith('sh\0-s\0'))
    .map(Number)
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

const INTERFACES = `import { networkInterfaces } from 'node:os'
  export const handler = async () => Object.keys(networkInterfaces()).sort().join()`

describe.skipIf(cannot !== null)(
  `processes that hold the network${cannot === null ? '' : ` (skipped: ${cannot})`}`,
  () => {
    test('are replaced when they are killed, /readyz says so meanwhile, and new instances have a network', async () => {
      const server = await startServer({ ALCOVE_HOME: await newFolder(), DATABASE_URL: await newDatabase() })
      await server.ready()
      await server.deploy('shop', 'before', INTERFACES)
      const call = async (fn: string) => (await fetch(server.functionUrl('shop', fn))).text()
      expect(await call('before')).toBe('eth0,lo')

      const seen = new Set<string>()
      // A second kill comes so soon that its replacement waits for a while.
      for (let round = 0; round < 2; round++) {
        const helpers = helpersOf(server)
        expect(helpers).toHaveLength(2)
        for (const pid of helpers) process.kill(pid, 'SIGKILL')
        await vi.waitUntil(
          async () => {
            const { status, body } = await server.readyz()
            seen.add(`${status} ${body.status} ${body.detail ?? ''}`)
            return status === 200 && helpersOf(server).length === 2
          },
          { timeout: 60_000, interval: 1 },
        )
      }
      expect([...seen].join('\n')).toMatch(/503 unavailable A process that holds the network of functions was killed/)
      expect(server.output()).toMatch(/"level":50[^\n]*holds the network of functions was killed/)
      await server.deploy('shop', 'after', INTERFACES)
      expect(await call('after')).toBe('eth0,lo')
      expect(await call('before')).toBe('eth0,lo')
      expect(await server.stop()).toBe(0)
    })
  },
)
