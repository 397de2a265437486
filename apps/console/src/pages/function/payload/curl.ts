import type { HttpAuth, HttpEvent, InvocationDetail, RecordedPayload } from '@alcove/contract'

/** POSIX shell: in single quotes everything is literal. A quote itself must stand outside of them. */
export const shellQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

export function invokeCurl(origin: string, space: string, fn: string, qualifier: string, event: string): string {
  return [
    `curl -X POST ${shellQuote(`${origin}/api/v1/spaces/${space}/functions/${fn}/invocations?qualifier=${qualifier}`)}`,
    `-H "authorization: Bearer $ALCOVE_API_KEY"`,
    `-H 'content-type: application/json'`,
    `--data ${shellQuote(event)}`,
  ].join(' \\\n  ')
}

/** For a function URL. The key is a variable, so that no secret ends up in the shell history. */
export function urlCurl(url: string, auth: HttpAuth, method = 'GET', body?: string): string {
  return [
    method === 'GET' ? `curl ${shellQuote(url)}` : `curl -X ${method} ${shellQuote(url)}`,
    ...(auth === 'key' || auth === 'space' ? [`-H "authorization: Bearer $ALCOVE_API_KEY"`] : []),
    ...(auth === 'jwt' ? [`-H "authorization: Bearer $TOKEN"`] : []),
    ...(body === undefined ? [] : [`-H 'content-type: application/json'`, `--data ${shellQuote(body)}`]),
  ].join(' \\\n  ')
}

/** The same call as a shell command. `url`: of the trigger it came through, if that still exists. */
export function curlOf(call: InvocationDetail, { origin, url }: { origin: string; url: string | undefined }): string {
  const event = textOf(call.input) ?? 'null'
  if (call.trigger !== 'http' || url === undefined) {
    return invokeCurl(origin, call.space, call.function, call.qualifier, event)
  }
  const http = httpEventOf(event)
  const query = http?.rawQueryString ? `?${http.rawQueryString}` : ''
  const address = `${url.replace(/\/$/, '')}${http?.rawPath ?? ''}${query}`
  return urlCurl(address, 'key', call.httpMethod ?? 'GET', http?.isBase64Encoded ? undefined : http?.body)
}

const textOf = (payload: RecordedPayload | null) => (payload?.encoding === 'utf8' ? payload.text : null)

function httpEventOf(text: string): (HttpEvent & { body?: string; isBase64Encoded?: boolean }) | null {
  try {
    const event: unknown = JSON.parse(text)
    return typeof event === 'object' && event !== null && 'rawPath' in event ? (event as HttpEvent) : null
  } catch {
    return null
  }
}
