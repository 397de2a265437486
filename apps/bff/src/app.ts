import { AlcoveError, LIMITS } from '@alcove/contract'
import { Hono } from 'hono'
import { randomUUID } from 'node:crypto'
import { mount } from './api/mount.ts'
import { openApiDocument } from './api/openapi.ts'
import { ROUTES } from './api/routes.ts'
import type { Deps } from './deps.ts'
import { serveConsole } from './http/console-files.ts'
import { serveDevTools } from './http/devtools/serve-devtools.ts'
import { csrf } from './http/csrf.ts'
import { alive, readiness } from './http/health.ts'
import { problemResponse } from './http/problem.ts'
import { serveReference } from './http/reference.ts'
import { bodyOf, type Env } from './http/request.ts'
import { refuseTwoSessions } from './http/session-cookie.ts'
import { serveSignIn } from './http/sign-in.ts'
import { securityHeaders } from './http/security-headers.ts'
import { answerInLanguage } from './language/answer-in-language.ts'
import { skipBody } from './wire/read-body.ts'
import { cutSlowReader } from './wire/slow-reader.ts'

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/**
 * The client's own id of the request, if it looks like ours: so the console can name a request that was never answered.
 * Nothing depends on it: it only helps to find the request in logs and records.
 */
const requestIdOf = (given: string | undefined): string =>
  given !== undefined && UUID.test(given) ? given : randomUUID()

/** Everything on the console's port: the API, its reference, sign-in, health, metrics and the console itself. */
export function createApp(deps: Deps): Hono<Env> {
  const { telemetry, log } = deps
  const app = new Hono<Env>()
  app.use(async (c, next) => {
    const { incoming, outgoing } = c.env ?? {}
    c.set('requestId', requestIdOf(c.req.header('x-request-id')))
    c.set('address', incoming ? deps.proxies.clientOf(incoming).address : '127.0.0.1')
    c.set('pace', deps.pace)
    await next()
    c.res.headers.set('X-Request-Id', c.var.requestId)
    // Event streams send something more often than this limit.
    if (outgoing) cutSlowReader(outgoing)
  })
  app.use(securityHeaders)
  app.onError((error, c) => problemResponse(c, error, log))
  app.notFound((c) =>
    problemResponse(c, new AlcoveError('NotFound', `There is nothing at ${c.req.path}: check the path`), log),
  )

  app.use('/api/*', answerInLanguage, refuseTwoSessions(deps.origin), csrf(deps.origin))
  serveSignIn(app, deps)
  mount(app, ROUTES, deps)

  // No handler after this reads the body.
  app.use(async (c, next) => {
    await skipBody(bodyOf(c), LIMITS.ignoredBodyBytes)
    await next()
  })
  app.get('/healthz', (c) => c.json(alive.body))
  app.get('/readyz', async (c) => {
    const { status, body } = await readiness(deps)
    return c.json(body, status)
  })
  app.get('/metrics', async (c) => {
    const { registry } = telemetry
    return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType })
  })
  let document: object | undefined
  // Made when it is asked for: it would take a tenth of each start.
  app.get('/api/openapi.json', (c) => c.json((document ??= openApiDocument(ROUTES, deps))))
  serveReference(app)
  app.all('/api/*', (c) => c.notFound())
  serveDevTools(app)

  if (deps.consoleFolder) serveConsole(app, deps.consoleFolder)
  return app
}
