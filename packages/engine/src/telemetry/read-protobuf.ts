import { PbfReader } from 'pbf'
import { addTo, type RawEntries, type RawEntry } from './raw.ts'

/*
 * The messages of https://github.com/open-telemetry/opentelemetry-proto, by the numbers of their fields. What is not
 * here is skipped.
 */

/** Values inside of values; deeper ones are left out. */
const DEEPEST = 5
/** Attributes of an entry, or parts of a value, that are read. */
const WIDEST = 128

/** @throws {Error} when the bytes are not this message */
export function readProtobuf(bytes: Buffer, of: 'traces' | 'logs'): RawEntries {
  const found: RawEntries = { entries: [], more: 0 }
  const entry = of === 'traces' ? spanField : logField
  // Resources and scopes alike hold their parts in field 2.
  messages(new PbfReader(bytes), 1, (resource, resourceEnd) =>
    messages(
      resource,
      2,
      (scope, scopeEnd) =>
        messages(scope, 2, (reader, end) => addTo(found, () => fields(reader, end, entry, {})), scopeEnd),
      resourceEnd,
    ),
  )
  return found
}

type Field<T> = (into: T, field: number, reader: PbfReader, depth: number) => boolean

/** Calls `read` for each message in a field; whatever it leaves is skipped. */
function messages(
  reader: PbfReader,
  wanted: number,
  read: (reader: PbfReader, end: number) => void,
  end = reader.length,
): void {
  while (reader.pos < end) {
    const field = nextField(reader, end)
    if (field !== wanted || reader.type !== BYTES) {
      reader.skip(reader.type)
      continue
    }
    const inner = endOf(reader, end)
    read(reader, inner)
    reader.pos = inner
  }
}

const BYTES = 2

function nextField(reader: PbfReader, end: number): number {
  const tag = reader.readVarint()
  reader.type = tag & 7
  if (reader.pos > end) throw new RangeError('A field ends outside of its message')
  return tag >>> 3
}

/** Where the message that begins here ends. */
function endOf(reader: PbfReader, outer: number): number {
  const end = reader.readVarint() + reader.pos
  if (!(end <= outer)) throw new RangeError('A message ends outside of its parent')
  return end
}

function fields<T>(reader: PbfReader, end: number, read: Field<T>, into: T, depth = 0): T {
  while (reader.pos < end) {
    const field = nextField(reader, end)
    const before = reader.pos
    if (!read(into, field, reader, depth)) reader.skip(reader.type)
    if (reader.pos > end || reader.pos < before) throw new RangeError('A field ends outside of its message')
  }
  return into
}

const spanField: Field<RawEntry> = (into, field, reader, depth) => {
  if (field === 1) into.traceId = hex(reader)
  else if (field === 2) into.spanId = hex(reader)
  else if (field === 4) into.parentSpanId = hex(reader)
  else if (field === 5) into.name = text(reader)
  else if (field === 6) into.kind = reader.readVarint()
  else if (field === 7) into.startTimeUnixNano = reader.readFixed64()
  else if (field === 8) into.endTimeUnixNano = reader.readFixed64()
  else if (field === 9) into.attributes = added(into.attributes, reader, depth)
  else if (field === 15) into.status = inner(reader, statusField, {}, depth)
  else return false
  return true
}

const statusField: Field<{ message?: unknown; code?: unknown }> = (into, field, reader) => {
  if (field === 2) into.message = text(reader)
  else if (field === 3) into.code = reader.readVarint()
  else return false
  return true
}

const logField: Field<RawEntry> = (into, field, reader, depth) => {
  if (field === 1) into.timeUnixNano = reader.readFixed64()
  else if (field === 11) into.observedTimeUnixNano = reader.readFixed64()
  else if (field === 2) into.severityNumber = reader.readVarint()
  else if (field === 5) into.body = inner(reader, valueField, {}, depth)
  else if (field === 6) into.attributes = added(into.attributes, reader, depth)
  else return false
  return true
}

const valueField: Field<Record<string, unknown>> = (into, field, reader, depth) => {
  if (field === 1) into['stringValue'] = text(reader)
  else if (field === 2) into['boolValue'] = reader.readBoolean()
  else if (field === 3) into['intValue'] = reader.readVarint(true)
  else if (field === 4) into['doubleValue'] = reader.readDouble()
  else if (field === 5) into['arrayValue'] = inner(reader, listField, { values: [] }, depth)
  else if (field === 6) into['kvlistValue'] = inner(reader, pairsField, {}, depth)
  else return false
  return true
}

const listField: Field<{ values: unknown[] }> = (into, field, reader, depth) => {
  if (field !== 1 || into.values.length === WIDEST) return false
  into.values.push(inner(reader, valueField, {}, depth))
  return true
}

const pairsField: Field<{ values?: unknown }> = (into, field, reader, depth) => {
  if (field !== 1) return false
  into.values = added(into.values, reader, depth)
  return true
}

const pairField: Field<{ key?: unknown; value?: unknown }> = (into, field, reader, depth) => {
  if (field === 1) into.key = text(reader)
  else if (field === 2) into.value = inner(reader, valueField, {}, depth)
  else return false
  return true
}

function added(list: unknown, reader: PbfReader, depth: number): unknown[] {
  const pairs = Array.isArray(list) ? list : []
  const pair = inner(reader, pairField, {}, depth)
  if (pairs.length < WIDEST) pairs.push(pair)
  return pairs
}

/** A message inside of another one. */
function inner<T>(reader: PbfReader, read: Field<T>, into: T, depth: number): T {
  const end = endOf(reader, reader.length)
  if (depth < DEEPEST * 2) fields(reader, end, read, into, depth + 1)
  reader.pos = end
  return into
}

function text(reader: PbfReader): string {
  const end = endOf(reader, reader.length)
  const value = Buffer.from(reader.buf.buffer, reader.buf.byteOffset + reader.pos, end - reader.pos).toString('utf8')
  reader.pos = end
  return value
}

function hex(reader: PbfReader): string {
  const end = endOf(reader, reader.length)
  const value = Buffer.from(reader.buf.buffer, reader.buf.byteOffset + reader.pos, Math.min(16, end - reader.pos))
  reader.pos = end
  return value.toString('hex')
}
