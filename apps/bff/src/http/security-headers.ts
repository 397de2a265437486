import type { MiddlewareHandler } from 'hono'

/** Scripts only from our own files. Styles also inline: Monaco and Base UI position elements with them. */
const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * For the worker that formats and checks code (apps/console/src/components/CodeEditor/tools). A worker has the policy of
 * its own file, so that WebAssembly runs there and nowhere on the page.
 */
const TOOLS_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
const TOOLS_WORKER = /^\/assets\/language-tools\.worker-[\w-]+\.js$/

/** For JSON and files: nothing in them may ever load or run. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

/** Set on every answer. The API reference and the DevTools have policies of their own; the latter are framed. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  const { headers } = c.res
  const data = c.req.path.startsWith('/api/')
  if (!headers.has('content-security-policy')) {
    const policy = data ? DATA_POLICY : TOOLS_WORKER.test(c.req.path) ? TOOLS_POLICY : PAGE_POLICY
    headers.set('Content-Security-Policy', policy)
  }
  if (data && !headers.has('cache-control')) headers.set('Cache-Control', 'no-store')
  headers.set('X-Content-Type-Options', 'nosniff')
  if (!headers.has('x-frame-options')) headers.set('X-Frame-Options', 'DENY')
  headers.set('Referrer-Policy', 'same-origin')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  if (!headers.has('cross-origin-resource-policy')) headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
}
