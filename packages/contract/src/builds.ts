import { z } from 'zod'
import { Runtime } from './functions.ts'
import { Timestamp } from './names.ts'

export const BuildKind = z.enum(['npm', 'pip', 'javac'])
export type BuildKind = z.infer<typeof BuildKind>
export const BuildStatus = z.enum(['queued', 'running', 'succeeded', 'failed'])
export type BuildStatus = z.infer<typeof BuildStatus>

/**
 * The fields of a package.json that decide what is installed. A build sees no others, because its output is shared by
 * everyone with equal fields. A hidden field could change it: an alias among the `devDependencies`, say, can replace a
 * dependency.
 */
export const INSTALL_FIELDS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'overrides',
  'workspaces',
  'engines',
] as const

/** A compiler's message about a position in the code. */
export const Diagnostic = z.object({
  file: z.string(),
  /** From 1. */
  line: z.number().int(),
  column: z.number().int(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
})
export type Diagnostic = z.infer<typeof Diagnostic>

/** The result of installing dependencies or compiling for a draft's code. Equal input is built once. */
export const Build = z
  .object({
    key: z.string().meta({ description: 'Hash of all that went in' }),
    kind: BuildKind,
    runtime: Runtime,
    status: BuildStatus,
    queuedAt: Timestamp,
    startedAt: Timestamp.nullable(),
    endedAt: Timestamp.nullable(),
    packages: z.array(z.object({ name: z.string(), version: z.string() })).meta({ description: 'As installed' }),
    outputBytes: z.number().int().nullable(),
    diagnostics: z.array(Diagnostic),
    error: z.string().nullable().meta({ description: 'Why it failed, in a sentence' }),
  })
  .meta({ id: 'Build' })
export type Build = z.infer<typeof Build>

/** `GET …/build`: the build of the saved draft; null when its code needs none. */
export const DraftBuild = z.object({ build: Build.extend({ log: z.string() }).nullable() }).meta({ id: 'DraftBuild' })
export type DraftBuild = z.infer<typeof DraftBuild>

/** `packages`: those to begin with, separated by commas; left out: all. */
export const BuildTypesQuery = z.strictObject({ packages: z.string().max(8_192).optional() })
export type BuildTypesQuery = z.infer<typeof BuildTypesQuery>

export const BuildTypes = z
  .object({
    files: z
      .array(z.object({ path: z.string(), text: z.string() }))
      .meta({ description: 'Declarations of packages, and the package.json of each' }),
    leftOut: z.array(z.string()).meta({ description: 'Packages whose declarations would exceed the limits' }),
  })
  .meta({ id: 'BuildTypes' })
export type BuildTypes = z.infer<typeof BuildTypes>
