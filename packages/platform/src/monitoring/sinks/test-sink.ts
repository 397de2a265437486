import type { PutSink, SinkTest } from '@alcove/contract'
import { authorize } from '../../identity/access/authorize.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { requireTestRoom } from '../../kernel/outgoing/require-test-room.ts'
import {
  addressOf,
  hostOf,
  openDestination,
  withoutSecret,
  type DestinationSettings,
} from './destinations/open-destination.ts'
import type { Destination } from './destinations/destination.ts'
import { findSink } from './sink-of.ts'

/** Tests a saved sink. Its cursors stay where they are. */
export const testSink = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { sink: string } }): Promise<SinkTest> => {
  const row = await findSink(ctx, input.sink)
  const { type, config, sealed, datasets } = row
  return run(ctx, { type, config, secret: opened(ctx, sealed) }, datasets)
})

/** Tests settings that are not saved, with the credential of the saved sink where they have none. */
export const testSettings = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { sink: PutSink; name?: string | undefined } }): Promise<SinkTest> => {
    const { type, datasets, config: given } = input.sink
    const { config, secret } = withoutSecret(type, given)
    if (secret !== null || input.name === undefined) return run(ctx, { type, config, secret }, datasets)
    const saved = await findSink(ctx, input.name)
    const isSameHost = saved.type === type && String(hostOf(saved)) === String(hostOf({ type, config }))
    // A credential goes only where it was meant for.
    return run(ctx, { type, config, secret: isSameHost ? opened(ctx, saved.sealed) : null }, datasets)
  },
)

export function opened({ platform }: Pick<Ctx, 'platform'>, sealed: string | null): string | null {
  return sealed === null ? null : platform.sealer.open(sealed)
}

async function run(ctx: SpaceCtx, settings: DestinationSettings, datasets: PutSink['datasets']): Promise<SinkTest> {
  await change(ctx, async (ctx) => {
    await requireTestRoom(ctx)
    await ctx.change.audit('sinks:test', `a ${settings.type} sink`)
  })
  const asked: Ctx = { ...ctx, actor: { kind: 'platform', name: 'sinks' } }
  const here = await authorize({ ctx: asked, action: 'logs:read', space: ctx.space.name })
  const steps: SinkTest['steps'] = []
  const names = ['resolve', 'signIn', 'write'] as const
  let started = performance.now()
  const passed = (step: (typeof names)[number], detail: string) => {
    steps.push({ step, ok: true, detail, ms: Math.round(performance.now() - started) })
    started = performance.now()
  }
  let destination: Destination | null = null
  try {
    const host = hostOf(settings)
    passed(
      'resolve',
      host === null ? 'no host: a bucket of this space' : `${host[0]} is ${await addressOf(here, ...host)}`,
    )
    destination = await openDestination(here, settings)
    for await (const { step, detail } of destination.test(datasets)) passed(step, detail)
  } catch (error) {
    steps.push({
      step: names[steps.length]!,
      ok: false,
      detail: reasonOf(error),
      ms: Math.round(performance.now() - started),
    })
  } finally {
    await destination?.close()
  }
  for (const step of names.slice(steps.length)) steps.push({ step, ok: null, detail: '', ms: null })
  return { ok: steps.every(({ ok }) => ok === true), steps }
}

export function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string }
  return (message || code || String(error)).slice(0, 500)
}
