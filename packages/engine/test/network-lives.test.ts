import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DNS_ADDRESS, type Network } from '../src/network/network.ts'
import { openNetwork } from '../src/network/open-network.ts'
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
import { visitorIn } from './internet/visit.ts'

describe.skipIf(cannot !== null)(`networks of functions${cannot === null ? '' : ` (skipped: ${cannot})`}`, () => {
  let fixture: NetworkFixture
  let internet: Internet
  let network: Network
  let inSlot: NetworkFixture['inSlot']

  beforeAll(async () => {
    fixture = await openFixture()
    ;({ internet, network, inSlot } = fixture)
  })
  afterAll(() => fixture[Symbol.asyncDispose]())

  describe('whose policy changes while they run', () => {
    it('reach what they may now, and no longer what they might before', async () => {
      await inSlot(allow(internet.one), async ({ visit }, slot) => {
        expect(await visit(`${internet.one}:80`, `${internet.other}:80`)).toEqual([internet.one, REFUSED])
        await slot.apply(allow(internet.other))
        expect(await visit(`${internet.one}:80`, `${internet.other}:80`)).toEqual([REFUSED, internet.other])
        await slot.apply(INTERNET)
        expect(await visit(`${internet.one}:80`, `${internet.other}:80`)).toEqual([internet.one, internet.other])
      })
    })

    it('keep a connection that both policies allow, and lose one that the new one does not', async () => {
      await inSlot(INTERNET, async ({ hold, say }, slot) => {
        expect(await hold(`${internet.one}:80`)).toBe(internet.one)
        expect(await say('one')).toBe('one')
        await slot.apply(allow(`${internet.one}:80`))
        expect(await say('two')).toBe('two')
        await slot.apply(allow(`${internet.one}:443`))
        expect(await say('three')).toBe('ECONNRESET')
      })
    })

    it('lose what a name had opened', async () => {
      await internet.resolve({ 'api.test': { addresses: [internet.one], ttl: 60 } })
      await inSlot(allow('api.test', 'www.test'), async ({ visit }, slot) => {
        expect(await visit('api.test:80')).toEqual([internet.one])
        await slot.apply(allow('www.test'))
        expect(await visit(`${internet.one}:80`)).toEqual([REFUSED])
      })
    })
  })

  describe('that were given back', () => {
    it('let nothing through any more, even for whom they outlive', async () => {
      const slot = await network.take(INTERNET)
      await using visitor = await visitorIn(slot.path!)
      expect(await visitor.hold(`${internet.one}:80`)).toBe(internet.one)
      await slot.release()
      await slot.release()
      expect(await visitor.say('anything')).not.toBe('anything')
      expect(await visitor.visit(`${internet.one}:80`)).toEqual([REFUSED])
    })

    it('are not given to anybody else', async () => {
      const paths = new Set<string>()
      for (let turn = 0; turn < 20; turn++) {
        const slot = await network.take(INTERNET)
        paths.add(slot.path!)
        await slot.release()
      }
      expect(paths.size).toBe(20)
    })
  })

  it('serve many at once, each with its own policy', async () => {
    const slots = await Promise.all(
      [...Array(24).keys()].map((n) => network.take(allow(n % 2 ? internet.one : internet.other))),
    )
    const results = await Promise.all(
      [0, 1, 22, 23].map(async (n) => {
        await using visitor = await visitorIn(slots[n]!.path)
        return await visitor.visit(`${internet.one}:80`, `${internet.other}:80`)
      }),
    )
    const even = [REFUSED, internet.other]
    const odd = [internet.one, REFUSED]
    expect(results).toEqual([even, odd, even, odd])
    await Promise.all(slots.map((slot) => slot.release()))
  })

  it('have room for so many connections each, and take none from another', async () => {
    await inSlot(INTERNET, async ({ visit }, slot) => {
      const many = `const s = require('dgram').createSocket('udp4'); let port = 1024
        const send = () => { for (let i = 0; i < 200; i++) s.send('x', ++port, '${internet.one}'); port < 6200 ? setTimeout(send, 2) : setTimeout(() => process.exit(), 200) }
        s.on('error', () => {}); send()`
      await promisify(execFile)('nsenter', [`--net=${slot.path}`, process.execPath, '-e', many])
      expect(await visit(`${internet.one}:80`)).toEqual([REFUSED])
      await inSlot(INTERNET, async (other) => expect(await other.visit(`${internet.one}:80`)).toEqual([internet.one]))
    })
  })

  it('answer a flood of questions with what they can, and the next one as ever', async () => {
    await internet.resolve({ 'www.test': { addresses: [internet.one], ttl: 60 } })
    await inSlot(INTERNET, async ({ visit }, slot) => {
      const flood = `const s = require('dgram').createSocket('udp4'); let n = 0
        const junk = [Buffer.alloc(0), Buffer.alloc(1400, 90), Buffer.from('000101000001000000000000c00c00010001', 'hex')]
        const send = () => { for (let i = 0; i < 500; i++) s.send(junk[n++ % 3], 53, '${DNS_ADDRESS}'); n < 20000 ? setImmediate(send) : setTimeout(() => process.exit(), 200) }
        send()`
      await promisify(execFile)('nsenter', [`--net=${slot.path}`, process.execPath, '-e', flood])
      await inSlot(INTERNET, async (other) => expect(await other.visit('www.test:80')).toEqual([internet.one]))
      expect(await visit(`${internet.one}:80`)).toEqual([internet.one])
    })
  })

  describe('of two engines', () => {
    it('are strangers, and one goes without the other noticing', async () => {
      const otherHome = await mkdtemp(join(tmpdir(), 'alcove-network-'))
      const other = await openNetwork({ home: otherHome, resolvers: [internet.nameServer], log: () => {} })
      const slot = await other.take(INTERNET)
      await using theirs = await visitorIn(slot.path)
      const address = /inet (198\.18\.[\d.]+)/.exec(inNamespace(slot.path!, 'ip', '-4', 'address'))![1]!
      await inSlot(INTERNET, async ({ visit, hold, say }) => {
        expect(await theirs.visit(`${internet.one}:80`)).toEqual([internet.one])
        expect(await hold(`${internet.one}:80`)).toBe(internet.one)
        expect(await visit(`${address}:8080`)).not.toEqual(['a visitor'])
        await other.close()
        expect(await say('still here')).toBe('still here')
        expect(await visit(`${internet.other}:80`)).toEqual([internet.other])
      })
      expect(await theirs.visit(`${internet.one}:80`)).not.toEqual([internet.one])
      await rm(otherHome, { recursive: true })
    })
  })
})
