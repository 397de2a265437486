import {
  CreateFunction,
  CreateSpace,
  type Action,
  type InvocationRecord,
  type Role,
  type Visibility,
} from '@alcove/contract'
import {
  acceptInvitation,
  authorize,
  createFunction,
  createSpace,
  flushRecords,
  inviteAccount,
  newId,
  putGrant,
  type Actor,
  type Ctx,
  type Platform,
  type SpaceCtx,
} from '../src/index.ts'

/** The installation's own key: may do everything. */
export const ROOT: Actor = {
  kind: 'key',
  id: 'installation',
  accountId: 'installation',
  name: 'ALCOVE_ADMIN_API_KEY',
  administrator: true,
  spaces: '*',
  functions: '*',
  actions: '*',
  networks: [],
  expiresAt: null,
}

export function as(platform: Platform, actor: Actor): Ctx {
  return { platform, db: platform.db, actor, requestId: 'test' }
}

/** A person with a password, as after opening an invitation. */
export async function person(platform: Platform, name: string, administrator = false): Promise<Actor> {
  const root = as(platform, ROOT)
  const email = `${name}@alcove.test`
  const { link } = await inviteAccount({ ctx: root, input: { email, name, administrator } })
  const token = new URL(link).searchParams.get('token')!
  const account = await acceptInvitation({ ctx: root, input: { token, password: 'correct horse' } })
  return { kind: 'account', id: account.id, name, email, administrator }
}

export async function space(
  platform: Platform,
  name: string,
  { visibility = 'private', grants = {} }: { visibility?: Visibility; grants?: Record<string, Role> } = {},
): Promise<SpaceCtx> {
  const root = as(platform, ROOT)
  await createSpace({ ctx: root, input: CreateSpace.parse({ name, visibility }) })
  const ctx = await authorize({ ctx: root, action: 'spaces:read', space: name })
  for (const [accountId, role] of Object.entries(grants)) await putGrant({ ctx, input: { subject: accountId, role } })
  return ctx
}

export async function fn(ctx: SpaceCtx, name: string, files?: Record<string, string>, settings: object = {}) {
  return createFunction({
    ctx,
    input: CreateFunction.parse({
      name,
      runtime: 'nodejs24',
      handler: 'index.handler',
      memoryMb: 128,
      timeoutSeconds: 5,
      files,
      ...settings,
    }),
  })
}

/** The outcome of a request of `actor` for `action` in a space: `ok` or the problem's code. */
export async function outcome(platform: Platform, actor: Actor, action: Action, name: string): Promise<string> {
  return codeOf(authorize({ ctx: as(platform, actor), action, space: name }))
}

/** The outcome: `ok`, or the code of a problem. */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'ok',
    (error: { code: string }) => error.code,
  )
}

/** Verbs read what is stored: a test that recorded something waits for that first. */
export async function stored(platform: Platform): Promise<void> {
  if (!(await flushRecords(platform, 60_000))) throw new Error('The records are not stored')
}

type Overrides = Partial<Omit<InvocationRecord, 'report'>> & { report?: Partial<InvocationRecord['report']> }

/** A call as the data plane reports it; ten milliseconds, warm and well unless said otherwise. */
export function recordOf(
  ctx: SpaceCtx,
  functionId: string,
  { report, ...overrides }: Overrides = {},
): InvocationRecord {
  const status = overrides.status ?? 'success'
  return {
    id: newId(),
    spaceId: ctx.space.id,
    functionId,
    status,
    qualifier: 'draft',
    version: null,
    revision: null,
    trigger: 'api',
    triggerName: null,
    startedAt: Date.now(),
    memoryMb: 128,
    caller: 'test',
    parentId: null,
    traceId: '0'.repeat(32),
    hops: 0,
    taskId: null,
    requestId: null,
    http: null,
    input: { text: '{}', encoding: 'utf8', bytes: 2, truncated: false },
    output: { text: '"fine"', encoding: 'utf8', bytes: 6, truncated: false },
    ...overrides,
    report: {
      status,
      code: null,
      error: null,
      start: 'warm',
      instanceId: '0199b0e0-0000-7000-8000-000000000001',
      durationMs: 10,
      phases: { handler: 10 },
      peakMemoryMb: 20,
      cpuMs: null,
      concurrency: 1,
      logLines: 0,
      logsTruncated: false,
      responseBytes: 6,
      ...report,
    },
  }
}
