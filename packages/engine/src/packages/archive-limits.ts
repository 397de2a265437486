import type { ZipLimits } from '@alcove/archive'
import { LIMITS } from '@alcove/contract'

export const PACKAGE: ZipLimits = {
  name: 'The package',
  unpackedBytes: LIMITS.packageUnpackedBytes,
  files: LIMITS.packageFiles,
}
export const LAYER: ZipLimits = { ...PACKAGE, name: 'The layer' }
/** Dependencies consist of many small files. */
export const BUILD_OUTPUT: ZipLimits = {
  name: 'The build output',
  unpackedBytes: LIMITS.packageUnpackedBytes,
  files: LIMITS.buildFiles,
}
/** A module and its source map. */
export const BUNDLE: ZipLimits = { name: 'The bundle', unpackedBytes: LIMITS.packageUnpackedBytes, files: 2 }
