import { setTimeout as sleep } from 'node:timers/promises'

async function* countdown(from) {
  for (let n = from; n > 0; n--) {
    yield `${n}\n`
    await sleep(200)
  }
  yield 'Lift-off\n'
}

export default {
  fetch(request) {
    const from = Number(new URL(request.url).searchParams.get('from') ?? 5)
    const body = ReadableStream.from(countdown(from)).pipeThrough(new TextEncoderStream())
    return new Response(body, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
  },
}
