import { LIMITS } from '@alcove/contract'

/** Limits on the contents of an archive. */
export interface ArchiveLimits {
  /** Name in error messages: "The package". */
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
/** Dependencies consist of many small files. */
export const BUILD_OUTPUT: ArchiveLimits = {
  name: 'The build output',
  unpackedBytes: LIMITS.packageUnpackedBytes,
  files: LIMITS.buildFiles,
}
/** A module and its source map. */
export const BUNDLE: ArchiveLimits = { name: 'The bundle', unpackedBytes: LIMITS.packageUnpackedBytes, files: 2 }
