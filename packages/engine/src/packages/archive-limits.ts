import { LIMITS } from '@alcove/contract'

/** How much may come out of an archive. */
export interface ArchiveLimits {
  /** What it is called in a refusal: "The package". */
  name: string
  unpackedBytes: number
  files: number
}

export const PACKAGE: ArchiveLimits = {
  name: 'The package',
  unpackedBytes: LIMITS.packageUnpackedBytes,
  files: LIMITS.packageFiles,
}
export const LAYER: ArchiveLimits = { ...PACKAGE, name: 'The layer' }
/** Dependencies come in many small files. */
export const BUILD_OUTPUT: ArchiveLimits = {
  name: 'What was built',
  unpackedBytes: LIMITS.packageUnpackedBytes,
  files: LIMITS.buildFiles,
}
/** A module and its source map. */
export const BUNDLE: ArchiveLimits = { name: 'The bundle', unpackedBytes: LIMITS.packageUnpackedBytes, files: 2 }
