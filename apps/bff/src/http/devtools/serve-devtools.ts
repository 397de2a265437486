import type { Hono } from 'hono'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFiles } from '../package-files.ts'
import type { Env } from '../request.ts'

const packageFolder = dirname(fileURLToPath(import.meta.resolve('@react-native/debugger-frontend')))
const root = join(packageFolder, 'dist/third-party/front_end')
const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
/** Addresses of a version never change what they mean: browsers keep its files. */
const files = `/devtools/${version}`
const connect = new URL('./connect.js', import.meta.url)

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>DevTools</title>
    <script src="/devtools/connect.js"></script>
    <script type="module" src="${files}/entrypoints/js_app/js_app.js"></script>
    <link rel="stylesheet" href="${files}/application_tokens.css" />
    <link rel="stylesheet" href="${files}/design_system_tokens.css" />
  </head>
  <body class="undocked" id="-blink-dev-tools"></body>
</html>
`

/**
 * The DevTools show what a function makes up: names, values, source maps. So their page has no origin (`sandbox`): it
 * holds no cookie, reaches no API and stores nothing, and it loads nothing from elsewhere.
 */
const POLICY = [
  'sandbox allow-scripts allow-downloads',
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' data:",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

/** The DevTools of Chrome, as built for React Native. Public files: the session is in the page that frames them. */
export function serveDevTools(app: Hono<Env>): void {
  app.use('/devtools/*', async (c, next) => {
    await next()
    const { headers } = c.res
    headers.set('Content-Security-Policy', POLICY)
    // A page without an origin is foreign to our own files.
    headers.set('Access-Control-Allow-Origin', '*')
    headers.set('Cross-Origin-Resource-Policy', 'cross-origin')
    headers.set('X-Frame-Options', 'SAMEORIGIN')
  })
  app.get('/devtools/', (c) => c.html(page, 200, { 'Cache-Control': 'no-cache' }))
  app.get('/devtools/connect.js', async (c) => {
    const headers = { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' }
    return c.body(await readFile(connect, 'utf8'), 200, headers)
  })
  const send = packageFiles(root)
  app.get(`${files}/*`, (c) =>
    send(c, c.req.path.slice(files.length + 1), { 'Cache-Control': 'public, max-age=31536000, immutable' }),
  )
  app.get('/devtools/*', (c) => c.notFound())
}
