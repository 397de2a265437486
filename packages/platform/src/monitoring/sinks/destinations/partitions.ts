import type { SinkDataset } from '@alcove/contract'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { SinkRecord } from '../read/sink-record.ts'

export interface PartFile {
  key: string
  bytes: Buffer
}

const compress = promisify(gzip)
const HOUR_MS = 3600_000

/** The records as gzipped NDJSON, a file for each hour: `logs/date=2026-11-28/hour=21/FIRST-LAST.ndjson.gz`. */
export async function filesOf(
  prefix: string,
  dataset: SinkDataset,
  records: readonly SinkRecord[],
): Promise<PartFile[]> {
  const hours = Map.groupBy(records, ({ at }) => Math.floor(at / HOUR_MS) * HOUR_MS)
  return Promise.all(
    [...hours].map(async ([hour, part]) => {
      const [date, time] = new Date(hour).toISOString().split('T') as [string, string]
      const name = `${nameOf(part[0]!)}-${nameOf(part.at(-1)!)}`
      return {
        key: `${prefix}${dataset}/date=${date}/hour=${time.slice(0, 2)}/${name}.ndjson.gz`,
        bytes: await compress(part.map(({ data }) => `${JSON.stringify(data)}\n`).join('')),
      }
    }),
  )
}

/** Ids as parts of names: those of metrics hold a time. */
const nameOf = ({ id }: SinkRecord) => id.replaceAll(/[^A-Za-z0-9-]/g, '_')

export const TEST_KEY = 'alcove-test'
