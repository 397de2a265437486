import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'

const ECHO = '/spaces/shop/functions/echo'

let alcove: Alcove
let run: string
beforeAll(async () => {
  alcove = await openShop()
  await alcove.api('PATCH', ECHO, { environment: { RATE: '7' } })
  const code = (said: string) => `export const handler = (event) => [${said}, event, process.env.RATE]`
  for (const said of ['"before"', '"now"'])
    await alcove.api('PUT', `${ECHO}/draft`, { files: { 'index.mjs': code(said) } })
  const { body } = await alcove.api('GET', `${ECHO}/draft/history`)
  run = `${ECHO}/draft/history/${body.items[1].id}/run`
})
afterAll(() => alcove[Symbol.asyncDispose]())

test('a state runs with the configuration of the draft, which stays as it is', async () => {
  const draft = await alcove.api('GET', `${ECHO}/draft`)
  expect((await alcove.api('POST', `${ECHO}/invocations`, 1)).body).toEqual(['now', 1, '7'])
  const answer = await alcove.api('POST', run, 1)
  expect(answer).toMatchObject({ status: 200, body: ['before', 1, '7'] })
  // An instance of the state must not serve the draft.
  expect((await alcove.api('POST', `${ECHO}/invocations`, 2)).body).toEqual(['now', 2, '7'])
  expect((await alcove.api('GET', `${ECHO}/draft`)).body).toEqual(draft.body)
  const id = answer.headers.get('x-alcove-invocation-id')!
  const { body } = await alcove.api('GET', `/spaces/shop/invocations/${id}`)
  expect(body).toMatchObject({ version: null, triggerName: expect.stringMatching(/^state [0-9a-f]{7}$/) })
})

test('a state runs at once even if the caller prefers a task, and a state of another function does not', async () => {
  const later = await alcove.api('POST', run, 1, { prefer: 'respond-async' })
  expect(later).toMatchObject({ status: 200, body: ['before', 1, '7'] })
  await alcove.deploy('shop', 'other', 'export const handler = () => 0')
  expect((await alcove.api('POST', run.replace('echo', 'other'), 1)).status).toBe(404)
})

test('whoever may call the function but not read its code runs no state', async () => {
  const made = await alcove.api('POST', '/keys', { name: 'ci', spaces: ['shop'], actions: ['functions:invoke'] })
  const headers = { authorization: `Bearer ${made.body.key}` }
  expect((await alcove.api('POST', `${ECHO}/invocations`, 1, headers)).status).toBe(200)
  expect((await alcove.api('POST', run, 1, headers)).status).toBe(403)
})
