import { AlcoveError } from '@alcove/contract'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from './request.ts'

/**
 * Serves the built console: hashed assets are cached forever and sent as they were compressed by the build, the page
 * itself is never cached; other paths go to its router.
 */
export function serveConsole(app: Hono<Env>, folder: string): void {
  app.use(
    '/assets/*',
    serveStatic({
      root: folder,
      precompressed: true,
      onFound(_path, c) {
        c.header('Cache-Control', 'public, max-age=31536000, immutable')
        // Also on what is sent as it is: a shared cache must not answer everyone with it.
        c.header('Vary', 'Accept-Encoding')
      },
    }),
  )
  app.get('/assets/*', (c) => {
    throw new AlcoveError('NotFound', `There is nothing at ${c.req.path}: check the path`)
  })
  app.use('/*', async (c, next) => {
    // A path with an extension names a file (favicon.svg); anything else is a page of the console.
    if (!/\.\w+$/.test(c.req.path)) return next()
    return serveStatic<Env>({ root: folder, onFound: (_path, at) => at.header('Cache-Control', 'no-cache') })(c, next)
  })
  app.get('/*', async (c) => {
    c.header('Cache-Control', 'no-cache')
    return c.html(await readFile(join(folder, 'index.html'), 'utf8'))
  })
}
