/** The port of a worker's console; the next one is for functions. A running Alcove uses other ports. */
export const portOf = (worker: number) => 4480 + 2 * worker

/** Set by Playwright. A worker that replaces a failed one has the same index. */
const port = portOf(Number(process.env['TEST_PARALLEL_INDEX'] ?? 0))
/**
 * The server of this worker. Each worker has its own, so no test sees changes that another one makes to the
 * installation.
 */
export const ORIGIN = `http://127.0.0.1:${port}`
export const GATEWAY = `http://127.0.0.1:${port + 1}`
export const ADMIN = { email: 'mei@alcove.test', password: 'a-long-enough-password', name: 'Administrator' }
export const API_KEY = 'alc_e2e_0123456789abcdef0123456789abcdef'
