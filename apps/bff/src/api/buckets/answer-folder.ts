import { downloadFolder, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'
import { dispositionOf } from './object-headers.ts'
import { authorizeAgain } from '../authorize-again.ts'
import { streamOf } from './stream-of.ts'

interface AnswerFolder {
  deps: Deps
  ctx: SpaceCtx
  request: Request
  bucket: string
  prefix: string
}

/** Answers with a folder as a zip. Its directory counts in the byte budget until the client has all of it. */
export async function answerFolder({ deps, ctx, request, bucket, prefix }: AnswerFolder): Promise<Response> {
  const { heldBytes, zip } = await downloadFolder({ ctx, input: { bucket, prefix } })
  const folder = prefix.split('/').findLast((part) => part !== '') ?? bucket
  const headers = {
    'Content-Type': 'application/zip',
    'Content-Disposition': dispositionOf(`${folder}.zip`, 'application/zip', true),
    'Cache-Control': 'private, no-store',
  }
  // Nobody would read the stream.
  if (request.method === 'HEAD') return new Response(null, { headers })
  const hold = deps.budget.open(ctx.space.id, ctx.address ?? null)
  hold.take(heldBytes)
  const watched = { again: () => authorizeAgain({ ctx, request, action: 'buckets:read' }), until: ctx.space.until }
  return new Response(
    streamOf(deps, zip, watched, () => hold[Symbol.dispose]()),
    { headers },
  )
}
