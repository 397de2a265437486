import { z } from 'zod'
import { LIMITS } from './limits.ts'

/** Text files as strings, others as base64. Paths are relative and "/"-separated, without "." or ".." segments. */
export const FilePath = z
  .string()
  .min(1)
  .max(1024)
  .regex(
    // oxlint-disable-next-line no-control-regex -- control characters are what must be refused
    /^(?!.*(^|\/)\.{1,2}(\/|$))(?!\/)(?!.*\/\/)(?!.*\/$)[^\\\u0000-\u001f\u007f:*?"<>|]+$/,
    'Must be a relative path such as "lib/money.ts", without any of : * ? " < > |',
  )
export const FileContent = z.union([z.string(), z.strictObject({ base64: z.base64() })])
export const Files = z
  .record(FilePath, FileContent)
  .refine((files) => Object.keys(files).length <= LIMITS.packageFiles, {
    message: `At most ${LIMITS.packageFiles} files`,
  })
  .meta({
    description: 'Path → text, or { base64 } for binary files',
    examples: [{ 'index.mjs': 'export const handler = async (event) => event' }],
  })
export type Files = z.infer<typeof Files>

/** Files too large or too many to edit as text. Only their names are sent. */
export const OmittedFiles = z
  .array(z.object({ path: FilePath, bytes: z.number().int() }))
  .meta({ description: 'Files whose content is not sent: the archive has them' })
