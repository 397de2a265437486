/** The port of each worker's console; functions have the next one. Not where a running Alcove listens. */
export const portOf = (worker: number) => 4480 + 2 * worker

/** Playwright sets it: a worker that replaces one that failed has the same place. */
const port = portOf(Number(process.env['TEST_PARALLEL_INDEX'] ?? 0))
/** Where the server of this worker listens: each has its own, so no test sees what another one does to everything. */
export const ORIGIN = `http://127.0.0.1:${port}`
export const GATEWAY = `http://127.0.0.1:${port + 1}`
export const ADMIN = { email: 'mei@alcove.test', password: 'a-long-enough-password', name: 'Administrator' }
export const API_KEY = 'alc_e2e_0123456789abcdef0123456789abcdef'
