/** Where the tests' own server listens: not where a running Alcove does. */
export const ORIGIN = 'http://127.0.0.1:4480'
export const GATEWAY = 'http://127.0.0.1:4481'
export const ADMIN = { email: 'mei@alcove.test', password: 'a-long-enough-password', name: 'Administrator' }
export const API_KEY = 'alc_e2e_0123456789abcdef0123456789abcdef'
