import { LOG_LEVELS, type CapturedLine, type ExecutionError, type ResponseHead } from '@alcove/contract'
import { ProtocolError } from '../protocol/frames.ts'

/** What a guest says in its frames, read with distrust: hostile code shares its process. All throw ProtocolError. */

const LOG_HEADER = 13
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/
// oxlint-disable-next-line no-control-regex -- control characters are what must be refused
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/
const MAX_HEADERS = 200

export function parseObject(payload: Buffer): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(payload.toString('utf8'))
  } catch {
    throw new ProtocolError('A frame does not hold JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProtocolError('A frame does not hold a JSON object')
  }
  return value as Record<string, unknown>
}

export function parseError(payload: Buffer): { error: ExecutionError; code: string | undefined; fatal: boolean } {
  const { name, message, stack, code, fatal } = parseObject(payload)
  if (typeof name !== 'string' || typeof message !== 'string')
    throw new ProtocolError('An error has no name or message')
  return {
    error: { name, message, ...(typeof stack === 'string' ? { stack } : {}) },
    code: typeof code === 'string' ? code : undefined,
    fatal: fatal === true,
  }
}

const EMPTY_HEAD = Buffer.from('{}')

export function parseHead(payload: Buffer, http: boolean): ResponseHead {
  if (!http) {
    if (!payload.equals(EMPTY_HEAD)) throw new ProtocolError('An answer to an event has an HTTP head')
    return {}
  }
  const { statusCode, headers } = parseObject(payload)
  if (!Number.isInteger(statusCode) || (statusCode as number) < 200 || (statusCode as number) > 599) {
    throw new ProtocolError('A response head has no valid status code')
  }
  if (!Array.isArray(headers) || headers.length > MAX_HEADERS)
    throw new ProtocolError('A response head has no valid headers')
  for (const header of headers) {
    if (!Array.isArray(header) || header.length !== 2 || !isHeader(header[0], header[1])) {
      throw new ProtocolError('A response head has no valid headers')
    }
  }
  return { statusCode: statusCode as number, headers: headers as [string, string][] }
}

function isHeader(name: unknown, value: unknown): boolean {
  return typeof name === 'string' && typeof value === 'string' && HEADER_NAME.test(name) && HEADER_VALUE.test(value)
}

export function parseLine(payload: Buffer, receivedAt: number): CapturedLine {
  const level = LOG_LEVELS[payload[0] ?? LOG_LEVELS.length]
  if (payload.length < LOG_HEADER || level === undefined) throw new ProtocolError('A log frame is not well formed')
  const time = payload.readDoubleLE(5)
  return {
    // A clock that was tampered with, or stood still in a frozen instance, says less than when we read the line.
    time: Math.abs(time - receivedAt) < 60_000 ? time : receivedAt,
    level,
    message: payload.toString('utf8', LOG_HEADER),
    truncatedBytes: payload.readUInt32LE(1),
  }
}
