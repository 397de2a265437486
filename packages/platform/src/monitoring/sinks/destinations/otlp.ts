import type { SinkDataset } from '@alcove/contract'
import type { Destination, Reach } from './destination.ts'
import type { SinkRecord } from '../read/sink-record.ts'
import { postTo, withoutToken, type HttpConfig } from './http.ts'
import { exportOf } from './otlp-json.ts'
import { MOST_BYTES } from './request-size.ts'

const PATHS = { logs: 'v1/logs', metrics: 'v1/metrics', traces: 'v1/traces' } as const
const AT_A_TIME = 200

/** OTLP over HTTP, as JSON (https://opentelemetry.io/docs/specs/otlp/#otlphttp). */
export function openOtlp(reach: Reach, { url }: HttpConfig, token: string | null): Destination {
  const addressOf = (dataset: keyof typeof PATHS) => `${url.replace(/\/+$/, '')}/${PATHS[dataset]}`
  const post = async (dataset: keyof typeof PATHS, body: Buffer) => {
    const type = { 'Content-Type': 'application/json' }
    const answer = await postTo(reach, addressOf(dataset), token, body, type)
    const refused = refusedIn(answer)
    if (refused !== null) throw new Error(`it refused records: ${withoutToken(refused, token)}`)
  }
  return {
    async write(dataset, records) {
      if (!isOtlp(dataset)) return
      for (let from = 0; from < records.length; from += AT_A_TIME) {
        for (const body of bodiesOf(dataset, records.slice(from, from + AT_A_TIME))) {
          // oxlint-disable-next-line no-await-in-loop -- in order
          await post(dataset, body)
        }
      }
    },
    async *test(datasets) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      for (const dataset of datasets) if (isOtlp(dataset)) await post(dataset, bodyOf(dataset, []))
      yield { step: 'signIn', detail: new URL(url).host }
      yield { step: 'write', detail: 'no records were sent, and taken' }
    },
    close: () => Promise.resolve(),
  }
}

const bodyOf = (dataset: keyof typeof PATHS, records: readonly SinkRecord[]) =>
  Buffer.from(JSON.stringify(exportOf(dataset, records)))

/** One body, or of halves where it would be too large: how much OTLP adds to a record is known only when it is written. */
export function* bodiesOf(dataset: keyof typeof PATHS, records: readonly SinkRecord[]): Generator<Buffer> {
  const body = bodyOf(dataset, records)
  if (body.length <= MOST_BYTES || records.length === 1) {
    yield body
    return
  }
  const middle = records.length >> 1
  yield* bodiesOf(dataset, records.slice(0, middle))
  yield* bodiesOf(dataset, records.slice(middle))
}

function isOtlp(dataset: SinkDataset): dataset is keyof typeof PATHS {
  return dataset in PATHS
}

/** A receiver may take some and say why it refused the others. */
function refusedIn(answer: Buffer): string | null {
  try {
    const { partialSuccess } = JSON.parse(answer.toString()) as { partialSuccess?: Record<string, unknown> }
    const { errorMessage, ...counts } = partialSuccess ?? {}
    const isRefused = Object.values(counts).some((count) => Number(count) > 0)
    return isRefused ? String(errorMessage ?? 'it did not say why') : null
  } catch {
    return null
  }
}
