import { z } from 'zod'

/** The name of a space, function, alias, trigger… in paths: `[a-z][a-z0-9-]{0,62}`. */
export const Name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}$/,
    'Must start with a lower-case letter and hold only a-z, 0-9 and "-", at most 63 characters',
  )
  .meta({
    description: 'Starts with a lower-case letter; a-z, 0-9 and "-"; at most 63 characters',
    examples: ['checkout'],
  })

/** `draft` and numbers are qualifiers of their own, so no alias may have such a name. */
export const AliasName = Name.refine((name) => name !== 'draft', {
  message: '"draft" names the editable code, choose another alias name',
})

/** A version number, an alias, or `draft`. */
export const Qualifier = z
  .string()
  .regex(/^([a-z][a-z0-9-]{0,62}|[1-9][0-9]{0,8})$/, 'Must be "draft", an alias name or a version number')
  .meta({ description: '"draft", an alias name, or a version number', examples: ['live'] })

export const VersionNumber = z.number().int().min(1).max(999_999_999)
/** A version number in a path or query, in its only spelling. */
export const VersionText = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/, 'Must be the number of a version')
  .transform(Number)
  .pipe(VersionNumber)
/** A filter for lists: one version, or the draft. */
export const DraftOrVersion = z.union([z.literal('draft'), VersionText], 'Must be "draft" or the number of a version')

/** RFC 3339, UTC, milliseconds. */
export const Timestamp = z.iso.datetime().meta({ examples: ['2026-11-21T09:30:00.000Z'] })

/** A time in RFC 3339 with any time zone. Converted to UTC, which every database accepts. */
export const Moment = z.iso
  .datetime({ offset: true, abort: true })
  .refine((text) => Date.parse(text) >= 0 && Date.parse(text) < Date.UTC(10_000, 0), {
    error: 'Must lie between 1970 and 9999',
    abort: true,
  })
  .overwrite((text) => new Date(text).toISOString())
  .meta({ examples: ['2026-11-21T10:30:00+01:00'] })

/** The ETag of a resource that can be edited: changes with its settings, not with figures shown beside them. */
export const Etag = z.string().meta({ description: 'Changes with the settings: quoted, it is the ETag for If-Match' })

/** SHA-256 in hex. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/)
export const Uuid = z.uuid()
