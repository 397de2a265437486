import * as dns from 'dns-packet'
import { describe, expect, it } from 'vitest'
import { addressesOf, RCODE, readAnswer, readQuery, writeAnswer, writeQuestion } from './message.ts'

const question = { type: 'A', name: 'api.example.org' } as const
const query = (extra: Partial<dns.Packet> = {}) => dns.encode({ type: 'query', id: 7, questions: [question], ...extra })
const many = Array.from({ length: 60 }, (_, index) => ({
  type: 'A' as const,
  name: 'api.example.org',
  ttl: 60,
  data: `198.51.100.${index}`,
}))

/** The packet with another record count at this offset of its header. */
function claiming(packet: Buffer, offset: number, count: number): Buffer {
  packet.writeUInt16BE(count, offset)
  return packet
}

describe('readQuery()', () => {
  it('reads one question', () => {
    expect(readQuery(query())).toMatchObject({ id: 7, question, udpSize: 512, extended: false })
  })

  it('bounds the size that an asker says it takes', () => {
    const withSize = (udpPayloadSize: number) =>
      query({ additionals: [{ type: 'OPT', name: '.', udpPayloadSize } as dns.OptAnswer] })
    expect(readQuery(withSize(60_000))!.udpSize).toBe(1232)
    expect(readQuery(withSize(1))!.udpSize).toBe(512)
  })

  it.each([
    ['no question', dns.encode({ type: 'query', id: 1, questions: [] })],
    ['two questions', dns.encode({ type: 'query', id: 1, questions: [question, question] })],
    ['an answer', dns.encode({ type: 'response', id: 1, questions: [question] })],
    ['an update', dns.encode({ type: 'query', id: 1, flags: 5 << 11, questions: [question] })],
    ['an answer besides', dns.encode({ type: 'query', id: 1, questions: [question], answers: many.slice(0, 1) })],
    ['more records than there are', claiming(query(), 10, 0xffff)],
    [
      'another class than the internet',
      dns.encode({ type: 'query', id: 1, questions: [{ ...question, class: 'CH' }] }),
    ],
    ['half a packet', query().subarray(0, 20)],
    ['a name that points at itself', Buffer.from('00010100000100000000' + '0000c00c00010001', 'hex')],
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from('5a'.repeat(200), 'hex')],
  ])('takes nothing but a query: not %s', (_, bytes) => expect(readQuery(bytes)).toBeNull())
})

describe('writeAnswer()', () => {
  it('sends to TCP what is too long for the asker', () => {
    const cut = dns.decode(writeAnswer(readQuery(query())!, { rcode: RCODE.ok, answers: many }, 512))
    expect(cut).toMatchObject({ id: 7, type: 'response', flag_tc: true, answers: [] })
    const whole = dns.decode(writeAnswer(readQuery(query())!, { rcode: RCODE.ok, answers: many }, 65_535))
    expect(whole).toMatchObject({ flag_tc: false })
    expect(whole.answers).toHaveLength(60)
  })

  it('says what went wrong', () => {
    const refusal = dns.decode(writeAnswer(readQuery(query())!, { rcode: RCODE.refused }, 512))
    expect((refusal as unknown as { rcode: string }).rcode).toBe('REFUSED')
  })
})

describe('readAnswer()', () => {
  const answer = (changes: Partial<dns.Packet> = {}) =>
    dns.encode({ type: 'response', id: 9, questions: [question], answers: many.slice(0, 1), ...changes })

  it('takes the answer to what was asked, however it writes the name', () => {
    expect(readAnswer(answer(), 9, question)?.answers).toHaveLength(1)
    const shouted = answer({ questions: [{ type: 'A', name: 'API.example.ORG' }] })
    expect(readAnswer(shouted, 9, question)?.answers).toHaveLength(1)
  })

  it.each([
    ['with another number', answer({ id: 8 })],
    ['to another name', answer({ questions: [{ type: 'A', name: 'evil.test' }] })],
    ['to another type', answer({ questions: [{ type: 'TXT', name: 'api.example.org' }] })],
    ['that is a question', writeQuestion(9, question)],
    ['with more records than fit into it', claiming(answer(), 6, 40)],
    ['cut short', answer().subarray(0, 15)],
  ])('takes no answer %s', (_, bytes) => expect(readAnswer(bytes, 9, question)).toBeNull())
})

describe('addressesOf()', () => {
  it('follows aliases in any order, and takes nothing that stands beside them', () => {
    const answers: dns.Answer[] = [
      { type: 'A', name: 'edge.test', ttl: 30, data: '198.51.100.1' },
      { type: 'A', name: 'smuggled.test', ttl: 30, data: '10.0.0.1' },
      { type: 'CNAME', name: 'cdn.test', ttl: 30, data: 'EDGE.test' },
      { type: 'CNAME', name: 'Api.example.org', ttl: 30, data: 'cdn.test' },
    ]
    expect(addressesOf('api.example.org', answers)).toEqual([{ address: '198.51.100.1', ttl: 30 }])
  })

  it('ends where aliases go round', () => {
    const answers: dns.Answer[] = [
      { type: 'CNAME', name: 'a.test', data: 'b.test' },
      { type: 'CNAME', name: 'b.test', data: 'a.test' },
    ]
    expect(addressesOf('a.test', answers)).toEqual([])
  })
})
