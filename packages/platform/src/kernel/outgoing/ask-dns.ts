import { Resolver } from 'node:dns/promises'

const TRIES = 2
/** More are left out. */
const SHOWN = 8
/** What resolvers answer for names without an address. */
const ABSENT: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA'])

interface Asked {
  timeoutMs: number
  /** `address:port`; left out: the host's resolvers. */
  servers?: readonly string[]
}

/**
 * The addresses of a name as clients elsewhere learn them: by DNS alone, not by this host's own file.
 * @returns null when no resolver answers within `timeoutMs`
 */
export async function askDns(name: string, { timeoutMs, servers }: Asked): Promise<string[] | null> {
  const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / TRIES), tries: TRIES })
  if (servers) resolver.setServers(servers)
  // With several servers that are silent it would take longer.
  const timer = setTimeout(() => resolver.cancel(), timeoutMs)
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  clearTimeout(timer)
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  const answered = answers.some((answer) => answer.status === 'fulfilled' || ABSENT.has(answer.reason?.code))
  return found.length > 0 || answered ? found.slice(0, SHOWN) : null
}
