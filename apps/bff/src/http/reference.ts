import type { Hono } from 'hono'
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFiles } from './package-files.ts'
import type { Env } from './request.ts'

/** Scalar's bundle from node_modules, so that the reference works without internet access. */
const folder = join(dirname(fileURLToPath(import.meta.resolve('@scalar/api-reference'))), 'browser')
const BUNDLE = 'standalone.js'

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Alcove API</title>
  </head>
  <body>
    <script id="api-reference" data-url="/api/openapi.json" data-configuration='{"withDefaultFonts":false,"telemetry":false,"hideClientButton":true,"showDeveloperTools":"never","mcp":{"disabled":true},"agent":{"disabled":true}}'></script>
    <script src="/api/docs/scalar.js"></script>
  </body>
</html>
`

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function serveReference(app: Hono<Env>): void {
  app.get('/api/docs', (c) => c.html(page, 200, { 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache' }))
  const send = packageFiles(folder)
  const { size, mtimeMs } = statSync(join(folder, BUNDLE))
  // Weak: it is the same however it is compressed.
  const headers = { ETag: `W/"${size}-${Math.trunc(mtimeMs)}"`, 'Cache-Control': 'no-cache' }
  app.get('/api/docs/scalar.js', async (c) => {
    if (c.req.header('if-none-match') === headers.ETag) return c.body(null, 304, headers)
    return send(c, BUNDLE, headers)
  })
}
