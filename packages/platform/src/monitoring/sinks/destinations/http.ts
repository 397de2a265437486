import { egressOf } from '../../../kernel/outgoing/egress-of.ts'
import { sendRequest } from '../../../kernel/outgoing/send-request.ts'
import { TIMEOUT_MS, type Destination, type Reach } from './destination.ts'
import { inParts } from './request-size.ts'

export interface HttpConfig {
  url: string
}

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
      for (const { lines } of inParts(records)) {
        // oxlint-disable-next-line no-await-in-loop -- in order
        await post(dataset, lines.join(''), lines.length)
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
  // The answer is shown to people, and some receivers repeat what they were sent.
  const said = withoutToken(answer.body.toString(), token).replaceAll(/\s+/g, ' ').slice(0, 200)
  throw new Error(`it answered with status ${answer.status}${said && `: ${said}`}`)
}

export function withoutToken(text: string, token: string | null): string {
  return token === null ? text : text.replaceAll(token, '***')
}
