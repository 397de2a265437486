import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Egress } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DNS_ADDRESS, type Network } from '../src/network/network.ts'
import type { Internet } from './internet/internet.ts'
import {
  allow,
  cannot,
  inNamespace,
  INTERNET,
  openFixture,
  REFUSED,
  type NetworkFixture,
} from './internet/network-fixture.ts'
import { visitorIn, type Visitor } from './internet/visit.ts'

const NONE: Egress = { mode: 'none', allow: [] }

describe.skipIf(cannot !== null)(`networks of functions${cannot === null ? '' : ` (skipped: ${cannot})`}`, () => {
  let fixture: NetworkFixture
  let internet: Internet
  let network: Network
  let inSlot: NetworkFixture['inSlot']
  /** Listens on all addresses of this machine, as a database might. */
  let database: Server
  let databasePort: number

  beforeAll(async () => {
    fixture = await openFixture()
    ;({ internet, network, inSlot } = fixture)
    database = createServer((socket) => socket.end('database')).listen(0, '0.0.0.0')
    await once(database, 'listening')
    databasePort = (database.address() as { port: number }).port
  })
  afterAll(async () => {
    database.close()
    await fixture[Symbol.asyncDispose]()
  })

  it('are there', () => expect(network).toMatchObject({ available: true, reason: null, remedy: null }))

  describe('with the internet open', () => {
    it('reach public hosts by address and by name', async () => {
      await internet.resolve({ 'www.example.org': { addresses: [internet.one], ttl: 60 } })
      await inSlot(INTERNET, async ({ visit }) => {
        expect(await visit(`${internet.one}:80`, `${internet.other}:5432`, 'www.example.org:443')).toEqual([
          internet.one,
          internet.other,
          internet.one,
        ])
      })
    })

    it('reach nothing private, link-local or shared, though this machine does', async () => {
      const targets = [internet.private, internet.linkLocal, internet.shared].map((host) => `${host}:80`)
      await using here = await visitorIn(null)
      expect(await here.visit(...targets)).toEqual([internet.private, internet.linkLocal, internet.shared])
      await inSlot(INTERNET, async ({ visit }) => {
        expect(await visit(...targets, '169.254.169.254:80', '10.255.255.1:80')).toEqual(Array(5).fill(REFUSED))
      })
    })

    it('reach no address of this machine, and none of its servers', async () => {
      const own = Object.values(networkInterfaces())
        .flat()
        .filter((one) => one?.family === 'IPv4' && !one.internal)
        .map((one) => `${one!.address}:${databasePort}`)
      await using here = await visitorIn(null)
      const answers = await here.visit(...own)
      // Links of other engines on this machine come and go meanwhile.
      const reachable = own.filter((_, at) => answers[at] === 'database')
      expect(reachable).toContain(`${internet.host}:${databasePort}`)
      await inSlot(INTERNET, async ({ visit }) => {
        const inside = await visit(...reachable, `127.0.0.1:${databasePort}`)
        expect(inside).toEqual([...reachable.map(() => REFUSED), REFUSED])
      })
    })

    it('reach no address that this machine is given later, be it a public one', async () => {
      const address = internet.one.replace(/\d+$/, (last) => `${Number(last) + 6}`)
      execFileSync('ip', ['address', 'add', `${address}/32`, 'dev', 'lo'])
      try {
        await using here = await visitorIn(null)
        expect(await here.visit(`${address}:${databasePort}`)).toEqual(['database'])
        await inSlot(INTERNET, async ({ visit }) =>
          expect(await visit(`${address}:${databasePort}`)).toEqual([REFUSED]),
        )
      } finally {
        execFileSync('ip', ['address', 'delete', `${address}/32`, 'dev', 'lo'])
      }
    })

    it('reach no other function', async () => {
      await inSlot(INTERNET, async (neighbour, { path }) => {
        const address = /inet (198\.18\.[\d.]+)/.exec(inNamespace(path!, 'ip', '-4', 'address'))![1]!
        expect(await neighbour.visit(`${address}:8080`)).toEqual(['a visitor'])
        await inSlot(INTERNET, async ({ visit }) => expect(await visit(`${address}:8080`)).toEqual([REFUSED]))
        await inSlot(allow(address), async ({ visit }) => expect(await visit(`${address}:8080`)).toEqual([REFUSED]))
      })
    })

    it('have no IPv6 but their own loopback', async () => {
      await inSlot(INTERNET, async ({ visit }, slot) => {
        expect(inNamespace(slot.path!, 'ip', '-6', '-oneline', 'address')).toMatch(/^1: lo\s+inet6 ::1\/128[^\n]*\n$/)
        await internet.resolve({ 'www.example.org': { addresses: [internet.one], ttl: 60 } })
        expect(await visit('www.example.org:80', '[2001:db8::1]:80')).toEqual([internet.one, 'ENETUNREACH'])
      })
    })

    it('find no name that leads to a private address, even when it led to a public one before', async () => {
      await inSlot(INTERNET, async ({ visit }) => {
        await internet.resolve({ 'rebind.test': { addresses: [internet.one], ttl: 0 } })
        expect(await visit('rebind.test:80')).toEqual([internet.one])
        await internet.resolve({ 'rebind.test': { addresses: [internet.private], ttl: 0 } })
        expect(await visit('rebind.test:80', `${internet.private}:80`)).toEqual(['ENOTFOUND', REFUSED])
        await internet.resolve({ 'rebind.test': { addresses: [internet.private, internet.other], ttl: 0 } })
        expect(await visit('rebind.test:80')).toEqual([internet.other])
      })
    })

    it('get answers too long for one datagram', async () => {
      const addresses = [...Array(100).keys()].map((index) => `203.0.113.${index}`)
      await internet.resolve({ 'long.test': { addresses: [internet.one, ...addresses], ttl: 60 } })
      await inSlot(INTERNET, async ({ visit }) => {
        expect(await visit('long.test:80')).not.toContain('ENOTFOUND')
      })
    })

    it('are told that a name does not exist', async () => {
      await inSlot(INTERNET, async ({ visit }) => {
        expect(await visit('nowhere.test:80')).toEqual(['ENOTFOUND'])
      })
    })
  })

  describe('with nothing open', () => {
    it('need no network at all', async () => {
      const slot = await network.take(NONE)
      expect(slot.path).toBeNull()
      await slot.apply(NONE)
      await expect(slot.apply(INTERNET)).rejects.toThrow('without a network')
      await slot.release()
    })

    it('reach nothing with an empty list, not even the name server', async () => {
      await internet.resolve({ 'www.example.org': { addresses: [internet.one], ttl: 60 } })
      await inSlot(allow(), async ({ visit }) => {
        expect(await visit(`${internet.one}:80`, `${internet.nameServer}:53`, 'www.example.org:80')).toEqual([
          REFUSED,
          REFUSED,
          'ENOTFOUND',
        ])
      })
    })

    it.each([
      ['an empty list', allow()],
      ['the internet', INTERNET],
    ])('have no network any more after a change from %s to none', async (_, before) => {
      await inSlot(before, async ({ visit }, slot) => {
        await slot.apply(NONE)
        const targets = [`${internet.one}:80`, `${internet.host}:${databasePort}`, `${DNS_ADDRESS}:53`]
        expect(await visit(...targets)).toEqual(Array(3).fill('ENETUNREACH'))
        const interfaces = () => inNamespace(slot.path!, 'ip', '-brief', 'link').trim().split('\n').length
        await expect.poll(interfaces).toBe(1)
        await slot.apply(NONE)
        await expect(slot.apply(INTERNET)).rejects.toThrow('was taken away')
        expect(await visit(`${internet.one}:80`)).toEqual(['ENETUNREACH'])
      })
    })
  })

  describe('with a list of targets', () => {
    it('reach a name at its port once they have looked it up, and no other', async () => {
      await internet.resolve({
        'api.example.org': { addresses: [internet.one], ttl: 60 },
        'www.example.org': { addresses: [internet.other], ttl: 60 },
      })
      await inSlot(allow('api.example.org:443'), async ({ visit }) => {
        expect(await visit(`${internet.one}:443`)).toEqual([REFUSED])
        expect(await visit('API.example.org:443')).toEqual([internet.one])
        expect(await visit(`${internet.one}:443`, 'api.example.org:80', `${internet.other}:443`)).toEqual([
          internet.one,
          REFUSED,
          REFUSED,
        ])
        expect(await visit('www.example.org:443', 'example.org:443')).toEqual(['ENOTFOUND', 'ENOTFOUND'])
      })
    })

    it('reach what a wildcard covers, over aliases, at every port', async () => {
      await internet.resolve({
        'a.b.example.net': { alias: 'edge.test', addresses: [internet.one], ttl: 60 },
        'example.net': { addresses: [internet.other], ttl: 60 },
        'edge.test': { addresses: [internet.one], ttl: 60 },
      })
      await inSlot(allow('*.example.net'), async ({ visit }) => {
        expect(await visit('a.b.example.net:80')).toEqual([internet.one])
        expect(await visit(`${internet.one}:5432`, 'example.net:80', 'edge.test:80')).toEqual([
          internet.one,
          'ENOTFOUND',
          'ENOTFOUND',
        ])
      })
    })

    it('reach addresses and networks that it names, private ones too', async () => {
      const list = allow(
        `${internet.one}:443`,
        internet.private,
        `${internet.shared}/32:5432`,
        '10.99.0.0/16',
        '10.99.1.0/24',
      )
      await inSlot(list, async ({ visit }) => {
        expect(
          await visit(
            `${internet.one}:443`,
            `${internet.one}:80`,
            `${internet.other}:443`,
            `${internet.private}:80`,
            `${internet.shared}:5432`,
            `${internet.shared}:80`,
            `${internet.linkLocal}:80`,
          ),
        ).toEqual([internet.one, REFUSED, REFUSED, internet.private, internet.shared, REFUSED, REFUSED])
      })
    })

    it('reach this machine where it names an address of it, and at that port only', async () => {
      await inSlot(allow(`${internet.host}:${databasePort}`), async ({ visit }) => {
        expect(await visit(`${internet.host}:${databasePort}`, `${internet.host}:22`)).toEqual(['database', REFUSED])
      })
    })

    it('reach nothing private through a network that is merely wide', async () => {
      await inSlot(allow('0.0.0.0/0'), async ({ visit }) => {
        expect(await visit(`${internet.one}:80`, `${internet.private}:80`, `${internet.host}:${databasePort}`)).toEqual(
          [internet.one, REFUSED, REFUSED],
        )
      })
    })

    it('reach nothing private through a name', async () => {
      await internet.resolve({ 'api.example.org': { addresses: [internet.private], ttl: 60 } })
      await inSlot(allow('api.example.org'), async ({ visit }) => {
        expect(await visit('api.example.org:80', `${internet.private}:80`)).toEqual(['ENOTFOUND', REFUSED])
      })
    })

    it('reach a private address through a name that the platform trusts, beside what they may anyway', async () => {
      await internet.resolve({
        'registry.test': { addresses: [internet.private], ttl: 60 },
        'www.example.org': { addresses: [internet.one], ttl: 60 },
      })
      const work = async ({ visit }: Visitor) => {
        // Checked alone: together with the name, which opens the address, the result would depend on timing.
        expect(await visit(`${internet.private}:443`)).toEqual([REFUSED])
        expect(await visit('registry.test:443', 'registry.test:80')).toEqual([internet.private, REFUSED])
      }
      await inSlot(NONE, work, ['registry.test:443'])
      await inSlot(INTERNET, work, ['registry.test:443'])
      await inSlot(INTERNET, async ({ visit }) => {
        expect(await visit('registry.test:443', 'www.example.org:80')).toEqual(['ENOTFOUND', internet.one])
      })
    })
  })
})
