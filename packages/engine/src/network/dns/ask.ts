import { createSocket } from 'node:dgram'
import { randomInt } from 'node:crypto'
import { connect, isIPv6 } from 'node:net'
import type { Question } from 'dns-packet'
import { readAnswer, writeQuestion, type Answer } from './message.ts'

const PORT = 53
const TRY_MS = 2000
const ROUNDS = 2

/** Asks the host's resolvers one after the other. Null when none answers. */
export async function ask(question: Question, resolvers: readonly string[]): Promise<Answer | null> {
  for (let round = 0; round < ROUNDS; round++) {
    for (const resolver of resolvers) {
      // oxlint-disable-next-line no-await-in-loop -- ask the next resolver only when this one fails
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

/** Every question has its own random port and id, so forging an answer requires guessing both. */
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
    // A connected socket receives only from this resolver and reports a closed port at once. The callback gets routing
    // errors.
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
    let received = Buffer.alloc(0)
    const end = (answer: Answer | null) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => end(null), TRY_MS)
    socket.on('error', () => end(null)).on('close', () => end(null))
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
      end(readAnswer(received.subarray(2, 2 + received.readUInt16BE(0)), id, question))
    })
    socket.write(Buffer.concat([length, packet]))
  })
}
