/** A span or a log record in the words of the protocol's JSON; nothing of it is checked yet. */
export interface RawEntry {
  traceId?: unknown
  spanId?: unknown
  parentSpanId?: unknown
  name?: unknown
  kind?: unknown
  startTimeUnixNano?: unknown
  endTimeUnixNano?: unknown
  status?: unknown
  timeUnixNano?: unknown
  observedTimeUnixNano?: unknown
  severityNumber?: unknown
  body?: unknown
  attributes?: unknown
}

/** Entries of one request that are looked at. Exporters send 512 at a time. */
export const MOST_READ = 1_000

/** The first entries of a request, and how many came after them. */
export interface RawEntries {
  entries: RawEntry[]
  more: number
}

export function addTo(into: RawEntries, entry: () => RawEntry): void {
  if (into.entries.length < MOST_READ) into.entries.push(entry())
  else into.more += 1
}
