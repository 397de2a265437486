/** Codes of Node.js and PostgreSQL (appendix A of its manual) for an unusable database address, and what to do. */
const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: start PostgreSQL, or correct host and port',
  ENOTFOUND: 'its host has no address: correct the name',
  EAI_AGAIN: 'the name of its host cannot be looked up right now: correct the name, or repair the network',
  ETIMEDOUT: 'it does not answer: correct host and port, or open the firewall in between',
  EHOSTUNREACH: 'its host cannot be reached: correct the address, or repair the network',
  ENOENT: 'there is no such socket: start PostgreSQL, or correct the path',
  '28P01': 'the password is wrong: correct it',
  '28000': 'it does not let this user in: correct the user, or pg_hba.conf',
  '3D000': 'it has no such database: create it, or correct the name',
  '42501': 'the user may not create tables there: make it the owner of the database',
  '53300': 'it has no connection left: raise max_connections',
  '57P03': 'it is starting up: try again shortly',
}

/** Explains what to do about an unusable database. Any other error comes back as it is. */
export function databaseTrouble(databaseUrl: string, error: unknown): unknown {
  const { code, message } = codedIn(error)
  const cause = CAUSES[code ?? '']
  if (cause === undefined && !code?.startsWith('08') && !/timeout|SSL/.test(message ?? '')) return error
  return new Error(`DATABASE_URL leads to ${addressOf(databaseUrl)}, and ${cause ?? `that failed: ${message}`}`, {
    cause: error,
  })
}

/** Finds the inner error with a code: drizzle wraps pg's errors, and Node wraps one error per address of a host. */
function codedIn(error: unknown): { code?: string; message?: string } {
  const { code, cause } = error as { code?: string; cause?: unknown }
  return code === undefined && cause !== undefined ? codedIn(cause) : (error as { code?: string; message?: string })
}

/** Without the password. */
function addressOf(databaseUrl: string): string {
  const { host, pathname, searchParams } = new URL(databaseUrl)
  return `${host || searchParams.get('host') || 'the local socket'}${pathname}`
}
