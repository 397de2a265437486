import { createSocket } from 'node:dgram'
import { randomInt } from 'node:crypto'
import { connect, isIPv6 } from 'node:net'
import type { Question } from 'dns-packet'
import { readAnswer, writeQuestion, type Answer } from './message.ts'

const PORT = 53
const TRY_MS = 2000
const ROUNDS = 2

/** Asks the host's resolvers, one after the other. Null when none has answered. */
export async function ask(question: Question, resolvers: readonly string[]): Promise<Answer | null> {
  for (let round = 0; round < ROUNDS; round++) {
    for (const resolver of resolvers) {
      // oxlint-disable-next-line no-await-in-loop -- the next only when this one fails
      const answer = await askOne(question, resolver)
      if (answer !== null) return answer
    }
  }
  return null
}

async function askOne(question: Question, resolver: string): Promise<Answer | null> {
  const answer = await askByUdp(question, resolver)
  return answer?.truncated === true ? await askByTcp(question, resolver) : answer
}

/** A port and a number of its own for each question: whoever wants to forge the answer has to guess both. */
function askByUdp(question: Question, resolver: string): Promise<Answer | null> {
  const id = randomInt(65_536)
  const socket = createSocket(isIPv6(resolver) ? 'udp6' : 'udp4')
  return new Promise((resolve) => {
    const end = (answer: Answer | null) => {
      clearTimeout(timer)
      socket.close()
      resolve(answer)
    }
    const timer = setTimeout(() => end(null), TRY_MS)
    socket.on('error', () => end(null))
    socket.on('message', (bytes) => {
      const answer = readAnswer(bytes, id, question)
      if (answer !== null) end(answer)
    })
    // Connected, it hears that resolver alone, and hears at once when nobody is there. No way there is told to the callback.
    const connected = (error?: Error) => (error === undefined ? socket.send(writeQuestion(id, question)) : end(null))
    socket.connect(PORT, resolver, connected as () => void)
  })
}

function askByTcp(question: Question, resolver: string): Promise<Answer | null> {
  const id = randomInt(65_536)
  const packet = writeQuestion(id, question)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(packet.length)
  return new Promise((resolve) => {
    const socket = connect(PORT, resolver)
    let heard = Buffer.alloc(0)
    const end = (answer: Answer | null) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => end(null), TRY_MS)
    socket.on('error', () => end(null)).on('close', () => end(null))
    socket.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk])
      if (heard.length < 2 || heard.length < 2 + heard.readUInt16BE(0)) return
      end(readAnswer(heard.subarray(2, 2 + heard.readUInt16BE(0)), id, question))
    })
    socket.write(Buffer.concat([length, packet]))
  })
}
