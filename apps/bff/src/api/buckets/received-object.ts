import { AlcoveError, invalid, LIMITS } from '@alcove/contract'
import { expectedBy } from '../../etag.ts'
import type { Incoming } from '../../wire/read-body.ts'
import { lengthOf, streamBody } from '../../wire/stream-body.ts'
import { contentTypeOf, metadataOf } from './object-headers.ts'

/**
 * What a request to write an object says about it, with its body as a stream. @throws {AlcoveError} ValidationFailed
 */
export function receivedObject(incoming: Incoming, headers: Headers) {
  return {
    ...receivedBytes(incoming),
    contentType: contentTypeOf(headers),
    metadata: metadataOf(headers),
    expected: expectedBy(headers),
  }
}

/** @throws {AlcoveError} for bytes that are not those of the object or the part */
export function receivedBytes(incoming: Incoming) {
  const { 'content-encoding': encoding = 'identity', 'content-range': range } = incoming.headers
  if (encoding !== 'identity') {
    throw new AlcoveError('UnsupportedMediaType', 'The Content-Encoding of an object is not kept: send it without one')
  }
  // It would take the place of the whole (RFC 9110, 14.5).
  if (range !== undefined) {
    throw invalid('content-range', 'A range of an object cannot be written: start an upload in parts')
  }
  return { body: streamBody(incoming, LIMITS.objectBytes), length: lengthOf(incoming) }
}
