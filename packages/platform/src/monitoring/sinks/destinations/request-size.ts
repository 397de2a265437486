import type { SinkRecord } from '../read/sink-record.ts'

/** The most bytes of one request or statement. Some databases and receivers of OTLP take no more than twice that. */
export const MOST_BYTES = 4 * 2 ** 20

export interface Part {
  records: readonly SinkRecord[]
  /** The records as NDJSON. */
  lines: readonly string[]
}

/** As many records at a time as fit into a request, or `most`. One that is larger alone goes alone. */
export function* inParts(records: readonly SinkRecord[], most = Infinity): Generator<Part> {
  let from = 0
  let lines: string[] = []
  let bytes = 0
  for (const [n, { data }] of records.entries()) {
    const line = `${JSON.stringify(data)}\n`
    const length = Buffer.byteLength(line)
    if (lines.length > 0 && (bytes + length > MOST_BYTES || lines.length === most)) {
      yield { records: records.slice(from, n), lines }
      ;[from, lines, bytes] = [n, [], 0]
    }
    lines.push(line)
    bytes += length
  }
  if (lines.length > 0) yield { records: records.slice(from), lines }
}
