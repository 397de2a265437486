import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the tests' own server lives: ports and data of its own, so that a running Alcove is left alone. */
export const ORIGIN = 'http://127.0.0.1:4480'
export const GATEWAY = 'http://127.0.0.1:4481'
// The configuration is loaded by the runner and again by each worker: they must agree on one folder.
export const HOME = (process.env['ALCOVE_E2E_HOME'] ??= mkdtempSync(join(tmpdir(), 'alcove-e2e-')))
export const ADMIN = { email: 'mei@alcove.test', password: 'a-long-enough-password', name: 'Administrator' }
export const API_KEY = 'alc_e2e_0123456789abcdef0123456789abcdef'
