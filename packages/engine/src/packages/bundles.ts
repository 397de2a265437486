/** Parses and bundles untrusted code, in sandboxes. */
export interface Bundles {
  /**
   * Bundles a TypeScript entry with the files it imports.
   * @param code `output` is the path of the bundle below the folder
   * @returns a zip with the bundle and its source map
   * @throws {CodeError} with file and line
   */
  bundle(spaceId: string, code: { folder: string; file: string; output: string }): Promise<Buffer>
  /** The first syntax error in a folder's scripts; null when there is none. @throws {CodeError} */
  locateSyntaxError(spaceId: string, folder: string): Promise<string | null>
  close(): Promise<void>
}
