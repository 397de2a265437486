import type { ProblemCode } from '@alcove/contract'

/** The code cannot be run as it is; the message is for its author. */
export class PackageError extends Error {
  override readonly name: string = 'PackageError'
  readonly code: ProblemCode = 'InvalidPackage'
}

/** The package is fine, but its code cannot be loaded: a missing file, a syntax error. */
export class CodeError extends PackageError {
  override readonly name: string
  override readonly code = 'InitError'
  /** The lines around the place, where it is one. */
  readonly excerpt: string | undefined
  constructor(name: string, message: string, excerpt?: string) {
    super(message)
    this.name = name
    this.excerpt = excerpt
  }
}
