/** Runs PostgreSQL until it is killed; prints its url and pid once it is up, and each other signal that it gets. */
import { startPostgres } from '../src/index.ts'

const { url, pid } = await startPostgres({ dataFolder: process.argv[2]!, log: () => {} })
console.log(JSON.stringify({ url, pid }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => console.log(signal))
