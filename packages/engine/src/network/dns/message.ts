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

/** One question of an ordinary query; null for anything else. */
export function readQuery(bytes: Buffer): Query | null {
  try {
    const packet = dns.decode(bytes)
    const question = packet.questions?.[0]
    const opcode = ((packet.flags ?? 0) >> 11) & 15
    if (packet.type !== 'query' || opcode !== 0 || packet.questions?.length !== 1) return null
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
