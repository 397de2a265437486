import { egressOf } from '../../kernel/outgoing/egress-of.ts'
import { sendRequest } from '../../kernel/outgoing/send-request.ts'
import type { SinkRecord } from '../read/sink-record.ts'
import { TIMEOUT_MS, type Destination, type Reach } from './destination.ts'

export interface HttpConfig {
  url: string
}

/** Of one request. */
const MOST_BYTES = 4 * 2 ** 20
const ANSWER_BYTES = 2048

/** Posts NDJSON. The headers name the dataset and how many records there are. */
export function openHttp(reach: Reach, { url }: HttpConfig, token: string | null): Destination {
  const post = (dataset: string, body: string, records: number) =>
    postTo(reach, url, token, Buffer.from(body), {
      'Content-Type': 'application/x-ndjson',
      'Alcove-Dataset': dataset,
      'Alcove-Records': String(records),
    })
  return {
    async write(dataset, records) {
      for (const part of inBytes(records)) {
        // oxlint-disable-next-line no-await-in-loop -- in order
        await post(dataset, part.lines.join(''), part.lines.length)
      }
    },
    async *test(datasets) {
      await post(datasets[0]!, '', 0)
      yield { step: 'signIn', detail: new URL(url).host }
      yield { step: 'write', detail: 'no records were posted, and taken' }
    },
    close: () => Promise.resolve(),
  }
}

/** Lines of JSON, as many at a time as fit into a request. */
function* inBytes(records: readonly SinkRecord[]): Generator<{ lines: string[] }> {
  let lines: string[] = []
  let bytes = 0
  for (const { data } of records) {
    const line = `${JSON.stringify(data)}\n`
    const length = Buffer.byteLength(line)
    if (bytes + length > MOST_BYTES && lines.length > 0) {
      yield { lines }
      ;[lines, bytes] = [[], 0]
    }
    lines.push(line)
    bytes += length
  }
  if (lines.length > 0) yield { lines }
}

/** @throws unless the answer is a success */
export async function postTo(
  { ctx }: Reach,
  url: string,
  token: string | null,
  body: Uint8Array,
  headers: Record<string, string>,
): Promise<Buffer> {
  const { platform } = ctx
  const egress = await egressOf(platform, ctx.space.id)
  if (egress === null) throw new Error('the space was deleted')
  const answer = await sendRequest({
    url,
    method: 'POST',
    headers: {
      ...headers,
      'User-Agent': 'Alcove',
      'Content-Length': String(body.length),
      ...(token !== null && { Authorization: `Bearer ${token}` }),
    },
    body,
    egress,
    permittedAddresses: platform.permittedAddresses,
    timeoutMs: TIMEOUT_MS,
    answer: { most: ANSWER_BYTES, longer: 'cut' },
  })
  if (answer.status >= 200 && answer.status < 300) return answer.body
  // What it said is shown: some receivers repeat what they were sent.
  const said = withoutToken(answer.body.toString(), token).replaceAll(/\s+/g, ' ').slice(0, 200)
  throw new Error(`it answered with status ${answer.status}${said && `: ${said}`}`)
}

export function withoutToken(text: string, token: string | null): string {
  return token === null ? text : text.replaceAll(token, '***')
}
