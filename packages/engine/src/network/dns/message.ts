import * as dns from 'dns-packet'

export interface Query {
  id: number
  question: dns.Question
  /** Largest answer that the asker takes over UDP. */
  udpSize: number
  /** Whether it understands the extended form (RFC 6891). */
  extended: boolean
}

/** Of what RFC 1035 and its successors number, those we answer with. */
export const RCODE = { ok: 0, formatError: 1, serverFailure: 2, noSuchName: 3, refused: 5 } as const
type Rcode = (typeof RCODE)[keyof typeof RCODE]

/** Smallest answer everybody takes, and largest that travels in one piece everywhere (DNS flag day 2020). */
const PLAIN_SIZE = 512
export const WHOLE_SIZE = 1232

const CUT = dns.TRUNCATED_RESPONSE

const HEADER = 12
/** A record is at least the root's name, type, class, time to live and a length. */
const SMALLEST_RECORD = 11

/**
 * Numbers of questions, answers, authorities and additional records that a packet claims to have. The codec believes them
 * and makes room for as many, which takes it long: they are checked before it sees the packet.
 */
function claims(bytes: Buffer): [number, number, number, number] | null {
  if (bytes.length < HEADER) return null
  return [bytes.readUInt16BE(4), bytes.readUInt16BE(6), bytes.readUInt16BE(8), bytes.readUInt16BE(10)]
}

/** One question of an ordinary query; null for anything else. */
export function readQuery(bytes: Buffer): Query | null {
  const [questions, answers, authorities, additionals] = claims(bytes) ?? [0, 0, 0, 0]
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

/** @param limit bytes; what does not fit is left out, and the asker told to come again over TCP */
export function writeAnswer(query: Query, content: Content, limit: number): Buffer {
  const flags = dns.RECURSION_DESIRED | dns.RECURSION_AVAILABLE | content.rcode
  const extension = query.extended ? [OPTION] : []
  const packet: dns.Packet = { type: 'response', id: query.id, questions: [query.question], additionals: extension }
  const { answers = [], authorities = [] } = content
  const whole = dns.encode({ ...packet, flags, answers, authorities })
  return whole.length <= limit ? whole : dns.encode({ ...packet, flags: flags | CUT })
}

/** What the resolver is asked: nothing of the asker's packet but its question. */
export function writeQuestion(id: number, question: dns.Question): Buffer {
  return dns.encode({ type: 'query', id, flags: dns.RECURSION_DESIRED, questions: [question], additionals: [OPTION] })
}

export interface Answer {
  rcode: number
  truncated: boolean
  answers: dns.Answer[]
  authorities: dns.Answer[]
}

/** An answer to exactly this question; null for anything else. */
export function readAnswer(bytes: Buffer, id: number, question: dns.Question): Answer | null {
  const [questions, ...records] = claims(bytes) ?? [0, 0, 0, 0]
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

/** The addresses that a name leads to, over aliases, and nothing that stands in the answer besides. */
export function leadsOf(name: string, answers: readonly dns.Answer[]): { address: string; ttl: number }[] {
  const names = new Set([name.toLowerCase()])
  // An alias may stand after what it leads to: as many rounds as there can be links.
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
