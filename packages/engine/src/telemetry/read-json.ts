import { addTo, type RawEntries } from './raw.ts'

/** https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. @throws {Error} when the text is not JSON */
export function readJson(bytes: Buffer, of: 'traces' | 'logs'): RawEntries {
  const [resources, scopes, entries] = of === 'traces' ? SPANS : LOGS
  const found: RawEntries = { entries: [], more: 0 }
  for (const resource of listIn(JSON.parse(bytes.toString('utf8')), resources)) {
    for (const scope of listIn(resource, scopes)) {
      for (const entry of listIn(scope, entries)) {
        if (typeof entry === 'object' && entry !== null) addTo(found, () => entry)
      }
    }
  }
  return found
}

const SPANS = ['resourceSpans', 'scopeSpans', 'spans'] as const
const LOGS = ['resourceLogs', 'scopeLogs', 'logRecords'] as const

function listIn(value: unknown, key: string): unknown[] {
  const list: unknown =
    typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : null
  return Array.isArray(list) ? list : []
}
