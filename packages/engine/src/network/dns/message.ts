import * as dns from 'dns-packet'

export interface Query {
  id: number
  question: dns.Question
  /** Largest answer the asker accepts over UDP. */
  udpSize: number
  /** Whether the asker supports EDNS (RFC 6891). */
  extended: boolean
}

/** The response codes we use, of RFC 1035 and its successors. */
export const RCODE = { ok: 0, formatError: 1, serverFailure: 2, noSuchName: 3, refused: 5 } as const
type Rcode = (typeof RCODE)[keyof typeof RCODE]

/** 512 bytes is the minimum that everybody accepts; 1,232 pass without fragmentation (DNS flag day 2020). */
const PLAIN_SIZE = 512
export const WHOLE_SIZE = 1232

const CUT = dns.TRUNCATED_RESPONSE

const HEADER = 12
/** A record has at least a root name, a type, a class, a TTL and a length. */
const SMALLEST_RECORD = 11

/**
 * The record counts in a packet's header. The codec trusts them and allocates that many records, which is slow, so
 * check them first.
 */
function recordCounts(bytes: Buffer): [number, number, number, number] | null {
  if (bytes.length < HEADER) return null
  return [bytes.readUInt16BE(4), bytes.readUInt16BE(6), bytes.readUInt16BE(8), bytes.readUInt16BE(10)]
}

/** Parses an ordinary query with one question; null for anything else. */
export function readQuery(bytes: Buffer): Query | null {
  const [questions, answers, authorities, additionals] = recordCounts(bytes) ?? [0, 0, 0, 0]
  if (questions !== 1 || answers + authorities > 0 || additionals > 2) return null
  try {
    const packet = dns.decode(bytes)
    const question = packet.questions?.[0]
    const opcode = ((packet.flags ?? 0) >> 11) & 15
    if (packet.type !== 'query' || opcode !== 0) return null
    if (question === undefined || (question.class ?? 'IN') !== 'IN') return null
    const extension = packet.additionals?.find((record) => record.type === 'OPT')
    const size = extension === undefined ? PLAIN_SIZE : (extension as dns.OptAnswer).udpPayloadSize
    return {
      id: packet.id ?? 0,
      question,
      udpSize: Math.min(WHOLE_SIZE, Math.max(PLAIN_SIZE, size)),
      extended: extension !== undefined,
    }
  } catch {
    return null
  }
}

export interface Content {
  rcode: Rcode
  answers?: dns.Answer[]
  authorities?: dns.Answer[]
}

/**
 * @param limit bytes. Records that do not fit are dropped and the answer is marked truncated, so the asker retries over
 * TCP
 */
export function writeAnswer(query: Query, content: Content, limit: number): Buffer {
  const flags = dns.RECURSION_DESIRED | dns.RECURSION_AVAILABLE | content.rcode
  const extension = query.extended ? [OPTION] : []
  const packet: dns.Packet = { type: 'response', id: query.id, questions: [query.question], additionals: extension }
  const { answers = [], authorities = [] } = content
  const whole = dns.encode({ ...packet, flags, answers, authorities })
  return whole.length <= limit ? whole : dns.encode({ ...packet, flags: flags | CUT })
}

/** Encodes a fresh query with only the question of the asker's packet. */
export function writeQuestion(id: number, question: dns.Question): Buffer {
  return dns.encode({ type: 'query', id, flags: dns.RECURSION_DESIRED, questions: [question], additionals: [OPTION] })
}

export interface Answer {
  rcode: number
  truncated: boolean
  answers: dns.Answer[]
  authorities: dns.Answer[]
}

/** Parses an answer to exactly this question; null for anything else. */
export function readAnswer(bytes: Buffer, id: number, question: dns.Question): Answer | null {
  const [questions, ...records] = recordCounts(bytes) ?? [0, 0, 0, 0]
  const claimed = records.reduce((sum, count) => sum + count, 0)
  if (questions !== 1 || claimed > (bytes.length - HEADER) / SMALLEST_RECORD) return null
  try {
    const packet = dns.decode(bytes)
    const asked = packet.questions?.[0]
    if (packet.type !== 'response' || packet.id !== id || asked === undefined) return null
    if (asked.type !== question.type || asked.name.toLowerCase() !== question.name.toLowerCase()) return null
    const flags = packet.flags ?? 0
    return {
      rcode: flags & 15,
      truncated: (flags & CUT) !== 0,
      answers: packet.answers ?? [],
      authorities: packet.authorities ?? [],
    }
  } catch {
    return null
  }
}

const OPTION: dns.OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: WHOLE_SIZE,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
}

/** The addresses of a name, following its aliases. Other records in the answer are ignored. */
export function addressesOf(name: string, answers: readonly dns.Answer[]): { address: string; ttl: number }[] {
  const names = new Set([name.toLowerCase()])
  // An alias may come after its target, so repeat until no name is added.
  for (let size = 0; size < names.size;) {
    size = names.size
    for (const answer of answers) {
      if (answer.type === 'CNAME' && names.has(answer.name.toLowerCase())) names.add(answer.data.toLowerCase())
    }
  }
  return answers.flatMap((answer) =>
    answer.type === 'A' && names.has(answer.name.toLowerCase()) ? [{ address: answer.data, ttl: answer.ttl ?? 0 }] : [],
  )
}
