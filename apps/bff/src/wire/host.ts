/** `name[:port]`, `1.2.3.4[:port]` or `[v6][:port]` (RFC 3986, 3.2.2, without characters that no host name uses). */
const HOST = /^(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

export const isHost = (text: string): boolean => HOST.test(text)

/** The port of a host, or the default one of the protocol. */
export function portOf(host: string, protocol: string): string {
  return /:(\d+)$/.exec(host)?.[1] ?? (protocol === 'https' ? '443' : '80')
}

export const withoutPort = (host: string): string => host.replace(/:\d+$/, '')
