/** Modules that we bundled end like this. Their source map lies beside them. */
export const BUNDLE = '.alcove.mjs'

/** A place in a bundle: its path below the task folder, line and column from 1. */
export interface BundlePlace {
  below: string
  line: number
  column: number
}
