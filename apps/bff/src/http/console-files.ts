import { AlcoveError } from '@alcove/contract'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from './request.ts'

/** The built console: hashed assets for ever, the page itself never from a cache, its own paths for the router. */
export function serveConsole(app: Hono<Env>, folder: string): void {
  app.use(
    '/assets/*',
    serveStatic({
      root: folder,
      onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable'),
    }),
  )
  app.get('/assets/*', (c) => {
    throw new AlcoveError('NotFound', `Nothing at ${c.req.path}`)
  })
  app.use('/*', async (c, next) => {
    // A path with an ending names a file (favicon.svg); anything else is a page of the console.
    if (!/\.\w+$/.test(c.req.path)) return next()
    return serveStatic<Env>({ root: folder, onFound: (_path, at) => at.header('Cache-Control', 'no-cache') })(c, next)
  })
  app.get('/*', async (c) => {
    c.header('Cache-Control', 'no-cache')
    return c.html(await readFile(join(folder, 'index.html'), 'utf8'))
  })
}
