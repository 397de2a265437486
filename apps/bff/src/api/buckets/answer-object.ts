import { AlcoveError, type StoredObject } from '@alcove/contract'
import { openObject, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'
import { quoted, readCondition } from '../../etag.ts'
import { dispositionOf, metadataHeaders } from './object-headers.ts'
import { rangeOf } from './range.ts'
import { streamOf } from './stream-of.ts'

/** Uploads never run as pages of ours, not even when they are opened by themselves. */
const POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; frame-ancestors 'none'"

/** What browsers may load an object as (Fetch, 2.2.5): never as a script, a worker or a style of one of our pages. */
const AS_DATA = new Set(['empty', 'document', 'image', 'audio', 'video', 'track'])

/** After this many bytes the reader's rights are checked again while it reads. */
const WATCHED_BYTES = 2 ** 20

export interface AnswerObject {
  deps: Deps
  ctx: SpaceCtx
  /** The reader's current rights. Rejects when they have ended. */
  again(): Promise<SpaceCtx>
  request: Request
  bucket: string
  key: string
  download: boolean
}

/** Answers with an object: whole, a range of it, only its headers, or 304. */
export async function answerObject({
  deps,
  ctx,
  again,
  request,
  bucket,
  key,
  download,
}: AnswerObject): Promise<Response> {
  if (!AS_DATA.has(request.headers.get('sec-fetch-dest') ?? 'empty')) {
    throw new AlcoveError('Forbidden', 'Objects are data: browsers may not load them as part of a page')
  }
  let status = 200
  const choose = (object: StoredObject) => {
    const verdict = readCondition(request.headers, object)
    if (verdict !== 'read') {
      status = verdict
      return null
    }
    const asked = rangeOf(isFor(request.headers, object) ? request.headers.get('range') : null, object.bytes)
    if (asked === 'unsatisfiable') {
      const detail = `The object has ${object.bytes} bytes: the range lies outside`
      throw new AlcoveError('RangeNotSatisfiable', detail, { headers: { 'Content-Range': `bytes */${object.bytes}` } })
    }
    if (asked !== null) status = 206
    return asked ?? { start: 0, end: object.bytes - 1 }
  }
  // A HEAD opens nothing.
  const isHead = request.method === 'HEAD'
  const opened = await openObject({ ctx, input: { bucket, key, choose, withoutBody: isHead } })
  const { object, range } = opened
  const headers = headersOf(object, download)
  if (range === null) {
    if (status === 412)
      throw new AlcoveError('PreconditionFailed', `The object "${key}" has changed`, { current: object.etag })
    return new Response(null, { status, headers })
  }
  headers.set('Content-Length', String(range.end - range.start + 1))
  if (status === 206) headers.set('Content-Range', `bytes ${range.start}-${range.end}/${object.bytes}`)
  if (isHead) return new Response(null, { status, headers })
  const watched = range.end - range.start >= WATCHED_BYTES ? { again, until: ctx.space.until } : null
  return new Response(streamOf(deps, opened.body!, watched), { status, headers })
}

function headersOf(object: StoredObject, download: boolean): Headers {
  return new Headers({
    ...metadataHeaders(object.metadata),
    'Content-Type': object.contentType,
    'Content-Disposition': dispositionOf(object.key, object.contentType, download),
    'Content-Security-Policy': POLICY,
    ETag: quoted(object.etag),
    'Last-Modified': new Date(object.updatedAt).toUTCString(),
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-cache',
  })
}

/** Whether a Range counts: with an If-Range only if the object is the one that it names (RFC 9110, 13.1.5). */
function isFor(headers: Headers, { etag }: StoredObject): boolean {
  const condition = headers.get('if-range')
  return condition === null || condition === quoted(etag)
}
