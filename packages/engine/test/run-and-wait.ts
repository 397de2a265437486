/** An engine with busy, idle and frozen instances, for a test that kills it: prints a line when they are up. */
import { startEngine } from './engine-fixture.ts'

const [home, sandbox] = process.argv.slice(2)
const fixture = await startEngine({ home: home!, sandbox: sandbox as 'oci' | 'process', pool: { freezeAfterMs: 20 } })
const idle = await fixture.deploy({ 'index.mjs': 'export const handler = async () => process.pid' })
const busy = await fixture.deploy(
  { 'index.mjs': 'export const handler = async () => { console.log("looping"); for (;;); }' },
  { timeoutMs: 60_000 },
)
await idle.run()
const looping = new Promise<void>((resolve) => void busy.run({}, { onLine: () => resolve() }))
await looping
while (!fixture.engine.instances().some(({ state }) => state === 'frozen'))
  await new Promise((resolve) => setTimeout(resolve, 10))
console.log(JSON.stringify(fixture.engine.instances().map(({ id }) => id)))
