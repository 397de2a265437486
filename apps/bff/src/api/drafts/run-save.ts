import { authorize, buildDraftSave, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'
import { invoke } from '../invocations/invoke.ts'

interface RunSave {
  deps: Deps
  ctx: SpaceCtx
  fn: string
  save: string
  bytes: Uint8Array
  request: Request
}

/** Calls a state of the history as the draft is called, with the draft's configuration. */
export async function runSave({ deps, ctx, fn, save, bytes, request }: RunSave): Promise<Response> {
  // Only those who may read the history run what the author took back.
  await authorize({ ctx, action: 'functions:read', space: ctx.space.name, fn })
  const saved = await buildDraftSave({ ctx, input: { fn, save } })
  return invoke({ deps, ctx, fn, qualifier: 'draft', saved, bytes, request })
}
