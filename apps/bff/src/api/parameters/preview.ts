import { AlcoveError, type ParametersPreview, type PreviewParameters } from '@alcove/contract'
import { recentInputs, type SpaceCtx } from '@alcove/platform'
import { checkParametersSchema } from '../../schemas/check-schemas.ts'
import { inThread } from '@alcove/engine'
import type { PreviewInput } from './preview-of.ts'

const LIMITS = { ms: 10_000, memoryMb: 256 }

/** Compares parameters with the inputs of recorded calls, in a thread: both were written by others. */
export async function previewParameters(
  ctx: SpaceCtx,
  { fn, calls, parameters }: PreviewParameters & { fn: string },
): Promise<ParametersPreview> {
  await checkParametersSchema(parameters)
  const inputs = await recentInputs({ ctx, input: { fn, calls } })
  const module = new URL('./preview-in-thread.ts', import.meta.url)
  const data: PreviewInput = { inputs, parameters }
  const result = await inThread<ParametersPreview>(module, data, LIMITS)
  if ('answer' in result) return result.answer
  throw new AlcoveError(
    'ValidationFailed',
    'The inputs take too long to compare, or too much memory: ask for fewer calls',
  )
}
