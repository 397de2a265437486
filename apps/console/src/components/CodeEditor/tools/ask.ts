// oxlint-disable-next-line import/default -- `?worker` makes Vite export the worker's constructor
import ToolsWorker from './language-tools.worker?worker'
import type { Answer, Question } from './messages.ts'

/** A tool that takes longer hangs. The first use downloads it: up to 11 MB. */
const LIMIT_MS = 30_000

let worker: Worker | undefined
let lastId = 0
const waiting = new Map<number, (answer: Answer) => void>()

function end(message: string): void {
  worker?.terminate()
  worker = undefined
  for (const [id, settle] of waiting) settle({ id, kind: 'failed', message })
  waiting.clear()
}

function start(): Worker {
  const started = new ToolsWorker()
  started.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    waiting.get(data.id)?.(data)
    waiting.delete(data.id)
  })
  started.addEventListener('error', ({ message }) => end(message))
  return started
}

/** Asks the worker, which starts with the first question. Never rejects. */
export function ask(question: Omit<Question, 'id'>): Promise<Answer> {
  const id = ++lastId
  worker ??= start()
  const limit = setTimeout(() => end(`No answer within ${LIMIT_MS / 1000} s`), LIMIT_MS)
  const { promise, resolve } = Promise.withResolvers<Answer>()
  waiting.set(id, resolve)
  worker.postMessage({ ...question, id })
  return promise.finally(() => clearTimeout(limit))
}
