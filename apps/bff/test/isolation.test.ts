import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newDatabase, newFolder, startServer } from './real-server.ts'

const hasContainers = () => {
  try {
    execFileSync('sh', ['-c', 'command -v crun || PATH=$PATH:/usr/sbin command -v runc'])
    return process.getuid?.() === 0
  } catch {
    return false
  }
}
const unavailable = hasContainers() ? null : 'they need root and crun or runc'

/** A machine that has lost its container runtimes. */
const HIDE =
  'for p in /usr/bin/crun /usr/bin/runc /usr/sbin/runc; do [ ! -e $p ] || mount --bind /dev/null $p; done; exec "$@"'
const CRIPPLED = process.getuid?.() === 0 ? ['unshare', '--mount', 'sh', '-c', HIDE, 'sh'] : []

const newHome = async () => ({ ALCOVE_HOME: await newFolder(), DATABASE_URL: await newDatabase() })

describe.skipIf(unavailable !== null)(`isolation${unavailable ? ` (skipped: ${unavailable})` : ''}`, () => {
  test.each([
    ['raised where that is allowed', []],
    ['what sandboxes get where it is not', ['setpriv', '--bounding-set=-sys_resource', '--inh-caps=-sys_resource']],
  ])('a low limit of open files is %s: functions run in containers all the same', async (_, through) => {
    const server = await startServer(await newHome(), [...through, 'prlimit', '--nofile=512:512'])
    await server.ready()
    await expect.poll(server.output).toMatch(/Isolation +containers/)
    const code = `import { readFileSync } from 'node:fs'
      export const handler = () => /Max open files +\\S+ +(\\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))[1]`
    await server.deploy('shop', 'limits', code)
    const limit = Number(await (await server.api('POST', '/spaces/shop/functions/limits/invocations', {})).json())
    const own = await readFile(`/proc/${server.child.pid}/limits`, 'utf8')
    expect(limit).toBe(Math.min(1024, Number(/Max open files +\d+ +(\d+)/.exec(own)![1])))
    expect(limit).toBeGreaterThanOrEqual(512)
  })

  test('a home that has run with containers does not start without them, unless it is told to', async () => {
    const home = await newHome()
    const before = await startServer(home)
    await before.ready()
    expect(await before.stop()).toBe(0)
    expect(await readFile(join(home.ALCOVE_HOME, 'isolation'), 'utf8')).toBe('oci\n')

    const weaker = await startServer(home, CRIPPLED)
    expect(await weaker.exited).toBe(1)
    expect(weaker.output()).toMatch(/Alcove does not start\. Functions have run in containers here/)
    expect(weaker.output()).toMatch(/Neither crun nor runc is installed.*apt-get install crun.*ALCOVE_SANDBOX=process/)

    const asked = await startServer({ ...home, ALCOVE_SANDBOX: 'process' }, CRIPPLED)
    await asked.ready()
    await expect.poll(asked.output).toMatch(/Isolation +NONE/)
    expect(await asked.stop()).toBe(0)
    // The setting counts for one start only.
    const later = await startServer(home, CRIPPLED)
    expect(await later.exited).toBe(1)
  })

  test('the isolation of one server counts for the others of its installation', async () => {
    const folder = await newFolder()
    const setting = { DATABASE_URL: await newDatabase(), ALCOVE_SHARED_HOME: join(folder, 'shared') }
    const first = await startServer({ ...setting, ALCOVE_HOME: join(folder, 'one') })
    await first.ready()
    const second = await startServer({ ...setting, ALCOVE_HOME: join(folder, 'two') }, CRIPPLED)
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain('Functions have run in containers here')
    expect((await first.readyz()).status).toBe(200)
  })
})

test('a fresh home without containers starts where only this machine reaches it, and says so', async () => {
  const server = await startServer(await newHome(), CRIPPLED)
  await server.ready()
  await expect.poll(server.output).toMatch(/Isolation +NONE.*trust/)
})

test.each([
  ['ALCOVE_HOST', '0.0.0.0'],
  ['ALCOVE_ORIGIN', 'https://alcove.example.org'],
])('a fresh home without containers that others reach by %s asks first', async (variable, value) => {
  const home = await newHome()
  const server = await startServer({ ...home, [variable]: value }, CRIPPLED)
  expect(await server.exited).toBe(1)
  expect(server.output()).toMatch(new RegExp(`open to other machines \\(${variable}=.*ALCOVE_SANDBOX=process`))
  const asked = await startServer({ ...home, [variable]: value, ALCOVE_SANDBOX: 'process' }, CRIPPLED)
  await asked.ready()
})
