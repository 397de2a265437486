/** An engine with busy, idle and frozen instances, for tests that kill it. Prints a line once they are up. */
import { startEngine } from './engine-fixture.ts'

const [home, sandbox] = process.argv.slice(2)
const fixture = await startEngine({ home: home!, sandbox: sandbox as 'oci' | 'process', pool: { freezeAfterMs: 20 } })
const idle = await fixture.deploy({ 'index.mjs': 'export const handler = async () => process.pid' })
const busy = await fixture.deploy(
  { 'index.mjs': 'export const handler = async () => { console.log("looping"); for (;;); }' },
  { timeoutMs: 60_000 },
)
const { report } = await idle.run()
if (report.status !== 'success') throw new Error(JSON.stringify(report))
await new Promise<void>((resolve, reject) => {
  busy
    .run({}, { onLine: () => resolve() })
    .then(({ report: ended }) => reject(new Error(JSON.stringify(ended))), reject)
})
while (!fixture.engine.instances().some(({ state }) => state === 'frozen'))
  await new Promise((resolve) => setTimeout(resolve, 10))
console.log(JSON.stringify(fixture.engine.instances().map(({ id }) => id)))
