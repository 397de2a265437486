import { LIMITS } from '@alcove/contract'
import { expectedBy } from '../../etag.ts'
import type { Incoming } from '../../wire/read-body.ts'
import { lengthOf, streamBody } from '../../wire/stream-body.ts'
import { contentTypeOf, metadataOf } from './object-headers.ts'

/**
 * What a request to write an object says about it, with its body as a stream. @throws {AlcoveError} ValidationFailed
 */
export function receivedObject(incoming: Incoming, headers: Headers) {
  return {
    body: streamBody(incoming, LIMITS.objectBytes),
    length: lengthOf(incoming),
    contentType: contentTypeOf(headers),
    metadata: metadataOf(headers),
    expected: expectedBy(headers),
  }
}
