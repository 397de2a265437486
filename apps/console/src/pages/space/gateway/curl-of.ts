interface Sent {
  /** With the path that all routes of the space begin with. */
  origin: string
  method: string
  path: string
  headers: Readonly<Record<string, string>>
  body: string
}

/** The request as a command of a POSIX shell. */
export function curlOf({ origin, method, path, headers, body }: Sent): string {
  const bodied = method !== 'GET' && method !== 'HEAD' && body !== ''
  return [
    `curl -X ${method} ${quoted(origin + path)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(bodied ? [`--data-raw ${quoted(body)}`] : []),
  ].join(' \\\n  ')
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
