import { Miniflare } from 'miniflare'

const server = new Miniflare({
  modules: true,
  script: `export default { fetch: () => Response.json({ hello: 'world' }) }`,
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  compatibilityDate: '2026-01-01',
})
process.once('SIGTERM', () => void server.dispose().then(() => process.exit()))
await server.ready
