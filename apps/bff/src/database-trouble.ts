/** Codes of Node.js and PostgreSQL that say what is wrong with an address (appendix A of its manual), and what to do. */
const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: start PostgreSQL, or mend host and port',
  ENOTFOUND: 'its host has no address: mend its name',
  EAI_AGAIN: 'its host has no address at the moment: mend its name, or the network',
  ETIMEDOUT: 'it does not answer: mend host and port, or a firewall in between',
  EHOSTUNREACH: 'there is no way to its host: mend the address, or the network',
  ENOENT: 'there is no such socket: start PostgreSQL, or mend the path',
  '28P01': 'the password is wrong: mend it',
  '28000': 'it does not let this user in: mend the user, or pg_hba.conf',
  '3D000': 'it has no such database: create it, or mend the name',
  '42501': 'the user may not create tables there: make it the owner of the database',
  '53300': 'it has no connection left: raise max_connections',
  '57P03': 'it is starting up: try again shortly',
}

/** What a person can do about a database that cannot be used; the error itself when it is about something else. */
export function databaseTrouble(databaseUrl: string, error: unknown): unknown {
  const { code, message } = codedIn(error)
  const cause = CAUSES[code ?? '']
  if (cause === undefined && !code?.startsWith('08') && !/timeout|SSL/.test(message ?? '')) return error
  return new Error(`DATABASE_URL leads to ${addressOf(databaseUrl)}, and ${cause ?? `that failed: ${message}`}`, {
    cause: error,
  })
}

/** drizzle wraps what pg threw, and Node what it got from each of a host's addresses. */
function codedIn(error: unknown): { code?: string; message?: string } {
  const { code, cause } = error as { code?: string; cause?: unknown }
  return code === undefined && cause !== undefined ? codedIn(cause) : (error as { code?: string; message?: string })
}

/** Without the password. */
function addressOf(databaseUrl: string): string {
  const { host, pathname, searchParams } = new URL(databaseUrl)
  return `${host || searchParams.get('host') || 'the local socket'}${pathname}`
}
