/** What parses and bundles code: in sandboxes, because it is a stranger's. */
export interface Bundles {
  /**
   * Bundles a TypeScript entry with the files that it imports.
   * @param code `output` is the path below the folder that the bundle is meant for
   * @returns a zip with the bundle and its source map
   * @throws {CodeError} naming file and line
   */
  bundle(spaceId: string, code: { folder: string; file: string; output: string }): Promise<Buffer>
  /** The first place in a folder's scripts that does not parse; null when all of them do. @throws {CodeError} */
  locateSyntaxError(spaceId: string, folder: string): Promise<string | null>
  close(): Promise<void>
}
