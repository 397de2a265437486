import { createTestDatabase } from '@alcove/platform/testing'
import { openPlatform } from '@alcove/platform'
import { expect, test } from 'vitest'
import { databaseTrouble } from './database-trouble.ts'

const opened = async (databaseUrl: string): Promise<Error> =>
  openPlatform({ databaseUrl } as Parameters<typeof openPlatform>[0]).then(
    () => Promise.reject(new Error('It opened')),
    (error: unknown) => databaseTrouble(databaseUrl, error) as Error,
  )

test('an unusable database is reported with the variable, the address and what to do, without the password', async () => {
  const { url, drop } = await createTestDatabase()
  const absent = new URL(url.replace(/^postgresql:\/\/\/[^?]*/, 'postgresql:///absent'))
  const answers = await Promise.all(
    [
      'postgres://someone:hidden@127.0.0.1:1/alcove',
      'postgres://someone:hidden@alcove.invalid/alcove',
      absent.href,
      'postgres:///alcove?host=/nowhere/at/all',
    ].map(opened),
  )
  await drop()
  expect(answers.map(({ message }) => message.replace(/ENOTFOUND|EAI_AGAIN/, ''))).toEqual([
    'DATABASE_URL leads to 127.0.0.1:1/alcove, and nothing listens there: start PostgreSQL, or correct host and port',
    expect.stringMatching(/^DATABASE_URL leads to alcove.invalid\/alcove, and its host has no address/),
    expect.stringContaining('/absent, and it has no such database: create it, or correct the name'),
    'DATABASE_URL leads to /nowhere/at/all/alcove, and there is no such socket: start PostgreSQL, or correct the path',
  ])
  expect(answers.join()).not.toContain('hidden')
})

test('other errors stay unchanged', () => {
  const error = Object.assign(new Error('permission denied'), { code: 'EACCES' })
  expect(databaseTrouble('postgres://127.0.0.1/alcove', error)).toBe(error)
})
