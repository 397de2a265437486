import { RUNTIMES } from '@alcove/contract'
import { describe, expect, test, vi } from 'vitest'
import { startEngine } from './engine-fixture.ts'
import { LANGUAGES } from './languages/languages.ts'

const patience = { timeout: 60_000, interval: 20 }

describe.for([{ sandbox: 'oci' }, { sandbox: 'process' }] as const)('on the $sandbox driver', ({ sandbox }) => {
  test.for(RUNTIMES)('%s starts without code, and works the same with what it is given later', async (runtime) => {
    const { handler, files, stack } = LANGUAGES[runtime]
    await using fixture = await startEngine({ sandbox, prewarm: 1 })
    const code = await files()
    const deploy = (secret: string) =>
      fixture.deploy(code, {
        runtime,
        handler,
        memoryMb: 256,
        timeoutMs: 10_000,
        environment: { PLAIN: 'good day' },
        secrets: { SECRET: secret },
      })
    // The first start of a kind creates the demand that prewarms it.
    const starter = await deploy('of the first')
    expect((await starter.run({ do: 'environment' })).value).toEqual(['good day', 'of the first'])
    await vi.waitFor(
      () =>
        expect(fixture.engine.info().prewarmed).toContainEqual(
          expect.objectContaining({ runtime, memoryMb: 256, ready: 1 }),
        ),
      patience,
    )

    const fn = await deploy('of the second')
    const { report, value, lines } = await fn.run({ do: 'environment' })
    expect(report).toMatchObject({ status: 'success', start: 'prewarmed' })
    expect(value).toEqual(['good day', 'of the second'])
    expect(lines).toEqual([])
    expect((await fn.run({ do: 'log' })).lines.map(({ message }) => message)).toContain('no newline')
    expect((await fn.run({ do: 'fail' })).report.error!.stack).toMatch(stack)
  })
})

test.for(['oci', 'process'] as const)(
  'Java that was started ahead finds the files of its package from its working folder, on the %s driver',
  async (sandbox) => {
    const { handler, files } = LANGUAGES.java17
    await using fixture = await startEngine({ sandbox, prewarm: 1 })
    const java = { runtime: 'java17', handler, memoryMb: 256, timeoutMs: 10_000 } as const
    const code = { ...(await files()), 'config/limits.txt': 'as packed' }
    const cold = await (await fixture.deploy(code, java)).run({ do: 'files' })
    expect(cold.value).toMatchObject({ stream: 'as packed', file: true, walked: ['config', 'config/limits.txt'] })
    await vi.waitFor(
      () =>
        expect(fixture.engine.info().prewarmed).toContainEqual(
          expect.objectContaining({ runtime: 'java17', memoryMb: 256, ready: 1 }),
        ),
      patience,
    )
    const { report, value } = await (await fixture.deploy(code, java)).run({ do: 'files' })
    expect(report.start).toBe('prewarmed')
    // A plain process cannot start in /var/task. In containers NIO sees the folder of links.
    const whole = cold.value as { stream: string; file: boolean }
    const { stream, file } = whole
    expect(value).toMatchObject(sandbox === 'oci' ? whole : { stream, file })
  },
)
