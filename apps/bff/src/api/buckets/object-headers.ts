import { ContentType, invalid, ObjectMetadata } from '@alcove/contract'
import { fieldErrorsOf, validationFailed } from '../../errors.ts'

const META = 'x-alcove-meta-'

/** @throws {AlcoveError} ValidationFailed */
export function contentTypeOf(headers: Headers): string {
  const given = headers.get('content-type') ?? 'application/octet-stream'
  const parsed = ContentType.safeParse(given)
  if (!parsed.success) throw validationFailed(fieldErrorsOf(parsed.error.issues, ['content-type']))
  return parsed.data
}

/** The `X-Alcove-Meta-*` headers. Values are percent-encoded where they are not visible ASCII. */
export function metadataOf(headers: Headers): ObjectMetadata {
  const given: [string, string][] = []
  for (const [name, value] of headers) {
    if (name.startsWith(META)) given.push([name.slice(META.length), decoded(name, value)])
  }
  const parsed = ObjectMetadata.safeParse(Object.fromEntries(given))
  if (!parsed.success) throw validationFailed(fieldErrorsOf(parsed.error.issues, ['metadata']))
  return parsed.data
}

export function metadataHeaders(metadata: ObjectMetadata): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [
      `X-Alcove-Meta-${name}`,
      value.replaceAll(/[^\u0020-\u007e]|%/gu, encodeURIComponent),
    ]),
  )
}

function decoded(name: string, value: string): string {
  const refusal = invalid(name, 'Must be percent-encoded UTF-8')
  // Other bytes than ASCII have no certain meaning in a header (RFC 9110, 5.5).
  if (!/^[ -~]*$/.test(value)) throw refusal
  try {
    return decodeURIComponent(value)
  } catch {
    throw refusal
  }
}

/** What a browser may show inline. It saves everything that could run code, such as HTML and SVG. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif)|text\/plain|application\/json|(audio|video)\/[\w.+-]+)$/

/** RFC 6266, with the name in UTF-8 (RFC 8187). */
export function dispositionOf(key: string, contentType: string, download: boolean): string {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase()
  const name = key.split('/').findLast((part) => part !== '') ?? 'object'
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
  return `${SHOWN.test(type) && !download ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded}`
}
