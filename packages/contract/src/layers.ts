import { z } from 'zod'
import { Runtime } from './functions.ts'
import { Digest, Name, Timestamp, VersionNumber } from './names.ts'
import { listOf, pageOf } from './pagination.ts'

/** An immutable version of a layer. Uploaded as a zip whose content appears under /opt. */
export const LayerVersion = z
  .object({
    layer: Name,
    version: VersionNumber,
    description: z.string(),
    compatibleRuntimes: z.array(Runtime).meta({ description: 'Empty: every runtime' }),
    codeHash: Digest,
    bytes: z.number().int().meta({ description: 'Size of the zip' }),
    usedBy: z
      .array(z.object({ function: Name, version: VersionNumber.nullable() }))
      .meta({ description: 'Drafts (null) and versions that name it' }),
    createdAt: Timestamp,
    createdBy: z.string().nullable(),
  })
  .meta({ id: 'LayerVersion' })
export type LayerVersion = z.infer<typeof LayerVersion>
export const LayerVersionList = pageOf(LayerVersion).meta({ id: 'LayerVersionList' })

export const Layer = z
  .object({ name: Name, latest: LayerVersion.nullable(), versions: z.number().int(), createdAt: Timestamp })
  .meta({ id: 'Layer' })
export type Layer = z.infer<typeof Layer>
export const LayerList = pageOf(Layer).meta({ id: 'LayerList' })

/** Query of the upload. The body is the zip. */
export const CreateLayerVersion = z.strictObject({
  description: z.string().max(500).default(''),
  compatibleRuntimes: listOf(Runtime)
    .optional()
    .meta({ description: 'Runtimes separated by commas; left out: every runtime' }),
})
export type CreateLayerVersion = z.infer<typeof CreateLayerVersion>
