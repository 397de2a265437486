import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Network } from '../src/network/network.ts'
import { allow, cannot, INTERNET, openFixture, REFUSED, type NetworkFixture } from './internet/network-fixture.ts'
import { visitorIn } from './internet/visit.ts'

/** Network shells that this process has started, in the host's or the router's namespace. */
function shells(where: 'host' | 'inside'): number[] {
  const own = readlinkSync('/proc/self/ns/net')
  return readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean))
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('sh\0-s\0'))
    .filter((pid) => (readlinkSync(`/proc/${pid}/ns/net`) === own) === (where === 'host'))
    .map(Number)
}

describe.skipIf(cannot !== null)(
  `processes that hold the network${cannot === null ? '' : ` (skipped: ${cannot})`}`,
  () => {
    let fixture: NetworkFixture
    let network: Network

    beforeAll(async () => {
      fixture = await openFixture()
      ;({ network } = fixture)
      await fixture.internet.resolve({ 'api.test': { addresses: [fixture.internet.one], ttl: 3600 } })
    })
    afterAll(() => fixture[Symbol.asyncDispose]())

    it.each([[['host']], [['inside']], [['host', 'inside']]] as ('host' | 'inside')[][][])(
      'are replaced when those of %s are killed: what runs keeps its network, and what starts gets one',
      async (which) => {
        const { internet, inSlot } = fixture
        await inSlot(allow('api.test:80', `${internet.other}:443`), async ({ visit, hold, say }) => {
          expect(await visit('api.test:80')).toEqual([internet.one])
          expect(await hold(`${internet.one}:80`)).toBe(internet.one)
          const killed = which.flatMap(shells)
          expect(killed).toHaveLength(which.length)
          for (const pid of killed) process.kill(pid, 'SIGKILL')
          await expect.poll(() => network.lost, { interval: 1 }).toBe(true)
          expect(network).toMatchObject({ available: false, reason: expect.stringContaining('was killed') })

          // Concurrently, while the shell is being replaced.
          const taking = Promise.all([network.take(INTERNET), network.take(allow(internet.other))])
          expect(await say('still here')).toBe('still here')
          expect(await visit(`${internet.one}:80`, `${internet.one}:443`)).toEqual([internet.one, REFUSED])
          const [one, other] = await taking
          await expect.poll(() => network).toMatchObject({ lost: false, available: true, reason: null })

          await using first = await visitorIn(one.path)
          await using second = await visitorIn(other.path)
          const targets = [`${internet.one}:80`, `${internet.other}:80`]
          expect(await first.visit(...targets)).toEqual([internet.one, internet.other])
          expect(await second.visit(...targets)).toEqual([REFUSED, internet.other])
          // The slot in use has exactly its rules and the addresses opened for names.
          expect(await say('and still')).toBe('and still')
          expect(
            await visit(`${internet.one}:80`, `${internet.other}:443`, `${internet.other}:80`, 'api.test:443'),
          ).toEqual([internet.one, internet.other, REFUSED, REFUSED])
          await other.apply(allow(internet.one))
          expect(await second.visit(...targets)).toEqual([internet.one, REFUSED])
          await Promise.all([one.release(), other.release()])
          expect(await first.visit(`${internet.one}:80`)).toEqual([REFUSED])
        })
      },
    )

    it('may be killed in the middle of changes: each of them holds in the end', async () => {
      const { internet } = fixture
      for (let round = 0; round < 3; round++) {
        const taking = Array.from({ length: 12 }, (_, n) => network.take(allow(n % 2 ? internet.one : internet.other)))
        await new Promise((resolve) => setTimeout(resolve, round * 3))
        for (const pid of [...shells('inside'), ...shells('host')]) process.kill(pid, 'SIGKILL')
        const slots = await Promise.all(taking)
        const seen = await Promise.all(
          [0, 1, 10, 11].map(async (n) => {
            await using visitor = await visitorIn(slots[n]!.path)
            return await visitor.visit(`${internet.one}:80`, `${internet.other}:80`)
          }),
        )
        const [even, odd] = [
          [REFUSED, internet.other],
          [internet.one, REFUSED],
        ]
        expect(seen).toEqual([even, odd, even, odd])
        await Promise.all(slots.map((slot) => slot.release()))
      }
    })
  },
)
