import type { ProblemCode } from '@alcove/contract'

/** The code cannot be run. The message is for its author. */
export class PackageError extends Error {
  override readonly name: string = 'PackageError'
  readonly code: ProblemCode = 'InvalidPackage'
}

/** The package is valid, but its code cannot be loaded: a missing file or a syntax error. */
export class CodeError extends PackageError {
  override readonly name: string
  override readonly code = 'InitError'
  /** The lines around the error's position, if it has one. */
  readonly excerpt: string | undefined
  constructor(name: string, message: string, excerpt?: string) {
    super(message)
    this.name = name
    this.excerpt = excerpt
  }
}
