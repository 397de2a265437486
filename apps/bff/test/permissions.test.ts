import { PUBLIC_SPACE_ACTIONS, ROLE_ACTIONS, ROLES, type Action } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAction, type RouteDefinition } from '../src/api/route.ts'
import { ROUTES } from '../src/api/routes.ts'
import { absentValue } from './absent-value.ts'
import { openAlcove, type Alcove } from './alcove.ts'
import { sampleQuery } from './sample-queries.ts'

/**
 * Every route of the OpenAPI document × every kind of caller × an own, a foreign and no space × session and API key,
 * compared with the tables of roles. A new route needs nothing here: its expectation follows from its action.
 * Exceptions are listed below.
 */

const SUBJECTS = ['guest', ...ROLES, 'administrator'] as const
type Subject = (typeof SUBJECTS)[number]
const CREDENTIALS = ['session', 'key'] as const
type Credential = (typeof CREDENTIALS)[number]
/** Routes outside of spaces have no place. */
const PLACES = ['own', 'foreign', 'absent'] as const
type Place = (typeof PLACES)[number] | null

/** `denied`: 403; `absent`: the space is not there, as far as one can tell; `admitted`: neither. */
type Outcome = 'admitted' | 'denied' | 'absent' | 'unauthenticated'

/** For callers with the action in some space only: others get a 403. */
const NEEDS_SOME_SPACE: Readonly<Record<string, Action>> = {
  'GET /audit': 'audit:read',
  'GET /audit/export': 'audit:read',
}

const OWN_OF_GUESTS = 'open'
const PASSWORD = 'a-long-password-of-theirs'

let alcove: Alcove
let documented: string[]
const headers = new Map<string, Record<string, string>>()

beforeAll(async () => {
  alcove = await openAlcove()
  const answer = await alcove.app.request(`${alcove.origin}/api/openapi.json`)
  const document = (await answer.json()) as {
    paths: Record<string, Record<string, unknown>>
  }
  documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => /^(get|post|put|patch|delete)$/.test(method))
      .map((method) => `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}`),
  )
  for (const name of ['mine', 'foreign', OWN_OF_GUESTS]) await makeSpace(name, name === OWN_OF_GUESTS)
  for (const subject of SUBJECTS) {
    const email = `${subject}@matrix.test`
    const { body } = await alcove.api('POST', '/accounts/invite', { email, administrator: subject === 'administrator' })
    const token = new URL(body.link).searchParams.get('token')!
    await alcove.api('POST', `/invitations/${token}`, { password: PASSWORD }, { authorization: '' })
    const cookie = (await alcove.signIn(PASSWORD, email)).headers.get('set-cookie')!.split(';')[0]!
    const session = { authorization: '', cookie }
    headers.set(`${subject} session`, session)
    for (const credential of CREDENTIALS) await makeSpace(doomedOf(subject, credential), subject === 'guest')
    for (const space of ['mine', ...CREDENTIALS.map((credential) => doomedOf(subject, credential))]) {
      const role = ROLES.find((each) => each === subject)
      if (role) await alcove.api('PUT', `/spaces/${space}/grants/${email}`, { role })
    }
    const made = await alcove.api('POST', '/keys', { name: subject, spaces: ['*'], actions: ['*'] }, session)
    headers.set(`${subject} key`, { authorization: `Bearer ${made.body.key}` })
  }
})
afterAll(() => alcove[Symbol.asyncDispose]())

async function makeSpace(name: string, open: boolean): Promise<void> {
  await alcove.api('POST', '/spaces', { name, visibility: open ? 'public' : 'private' })
}

/** Callers who may delete a space do: each gets a space of its own. */
const doomedOf = (subject: Subject, credential: Credential) => `doomed-${subject}-${credential}`

const nameOf = ({ method, path }: RouteDefinition) => `${method.toUpperCase()} ${path}`
const inSpace = ({ path, blind }: RouteDefinition) => path.includes('{space}') && !blind
const placesOf = (route: RouteDefinition): readonly Place[] => (inSpace(route) ? PLACES : [null])

/**
 * Functions behind event triggers trust publishers: every account may call a function in a public space, but publishing
 * needs a role.
 */
const FOR_ROLES_ONLY = ['POST /spaces/{space}/events']
/** What a route needs besides its own action. */
const NEEDS_ALSO: Readonly<Record<string, Action>> = {
  'POST /spaces/{space}/functions/{fn}/draft/history/{save}/run': 'functions:read',
}

function actionsIn(subject: Subject): readonly Action[] {
  if (subject === 'administrator') return ROLE_ACTIONS.admin
  return subject === 'guest' ? PUBLIC_SPACE_ACTIONS : ROLE_ACTIONS[subject]
}

function expected(route: RouteDefinition, subject: Subject, place: Place, credential: Credential): Outcome {
  const { action, keyNeeds, glance } = route
  if (action === 'public') return 'admitted'
  if (keyNeeds === 'session' && credential === 'key') return 'denied'
  if (place === null) {
    if (isAction(action)) return subject === 'administrator' ? 'admitted' : 'denied'
    const some = NEEDS_SOME_SPACE[nameOf(route)]
    return some && subject !== 'administrator' && !actionsIn(subject).includes(some) ? 'denied' : 'admitted'
  }
  if (place === 'absent') return 'absent'
  if (place === 'foreign' && subject !== 'administrator') return 'absent'
  if (subject === 'guest' && FOR_ROLES_ONLY.includes(nameOf(route))) return 'denied'
  const has = (each: Action | undefined) => each !== undefined && actionsIn(subject).includes(each)
  const also = NEEDS_ALSO[nameOf(route)]
  if (also && !has(also)) return 'denied'
  return has(action as Action) || has(glance) ? 'admitted' : 'denied'
}

/** Writes name missing things or have invalid bodies: only callers that were admitted learn so. */
async function outcomeOf(
  route: RouteDefinition,
  place: Place,
  subject: Subject | null,
  credential: Credential,
): Promise<Outcome> {
  const { method, path, body } = route
  const own = subject === 'guest' ? OWN_OF_GUESTS : 'mine'
  const here = place === null ? 'absent' : place === 'own' ? own : place
  const doomed = subject !== null && method === 'delete' && path === '/spaces/{space}' && place === 'own'
  const space = doomed ? doomedOf(subject, credential) : here
  // An administrator has every space: the foreign one is needed by others.
  if (subject === 'administrator' && place === 'foreign' && nameOf(route) === 'DELETE /spaces/{space}')
    return 'admitted'
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'space' ? space : absentValue(path, name),
  )
  const wrong = body && method !== 'get' ? JSON.stringify({ unknown: 'field' }) : undefined
  const answer = await alcove.raw(method.toUpperCase(), filled + sampleQuery(route), wrong, {
    ...(subject === null ? { authorization: '' } : headers.get(`${subject} ${credential}`)),
    ...(wrong && { 'content-type': 'application/json' }),
  })
  if (answer.status === 401) return 'unauthenticated'
  if (answer.status !== 403 && answer.status !== 404) {
    await answer.body?.cancel()
    if (answer.status >= 500 && answer.status !== 501) throw new Error(`${nameOf(route)} answers ${answer.status}`)
    return 'admitted'
  }
  const { detail } = (await answer.json()) as { detail: string }
  if (answer.status === 403) {
    const needs = [route.action, NEEDS_ALSO[nameOf(route)] ?? []].flat()
    // The reason names the right that is lacking.
    const named = place === null || needs.some((each) => detail.startsWith(`Needs ${each}`))
    return named ? 'denied' : (`denied because ${detail}` as Outcome)
  }
  return detail.startsWith('No space "') ? 'absent' : 'admitted'
}

let asked = 0

test('every documented route is in the matrix, and every route of the matrix is documented', () => {
  expect(documented.toSorted()).toEqual(ROUTES.map(nameOf).toSorted())
})

test.each(SUBJECTS.flatMap((subject) => CREDENTIALS.map((credential) => [subject, credential] as const)))(
  'a %s with a %s gets in where the tables say, and nowhere else',
  async (subject, credential) => {
    const differences: string[] = []
    // What deletes a space comes last.
    for (const route of ROUTES.toSorted((a, b) => b.path.length - a.path.length)) {
      for (const place of placesOf(route)) {
        const wanted = expected(route, subject, place, credential)
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const outcome = await outcomeOf(route, place, subject, credential)
        asked += 1
        if (outcome !== wanted) differences.push(`${nameOf(route)} (${place ?? 'no space'}): ${outcome}, not ${wanted}`)
      }
    }
    expect(differences).toEqual([])
  },
)

test('without signing in, only public routes answer', async () => {
  const differences: string[] = []
  for (const route of ROUTES) {
    const wanted = route.action === 'public' ? 'admitted' : 'unauthenticated'
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const outcome = await outcomeOf(route, inSpace(route) ? 'foreign' : null, null, 'key')
    asked += 1
    if (outcome !== wanted) differences.push(`${nameOf(route)}: ${outcome}, not ${wanted}`)
  }
  expect(differences).toEqual([])
})

test('the size of the matrix', () => {
  const cells = ROUTES.reduce((sum, route) => sum + placesOf(route).length, 0) * SUBJECTS.length * CREDENTIALS.length
  expect(asked).toBe(cells + ROUTES.length)
  process.stdout.write(
    `Permission matrix: ${asked} answers of ${ROUTES.length} routes, ${SUBJECTS.length} subjects, ${PLACES.length} places, ${CREDENTIALS.length} credentials\n`,
  )
})
