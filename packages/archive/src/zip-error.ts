/** The archive is refused. The message is for the person who made it. */
export class ZipError extends Error {
  override readonly name = 'ZipError'
}
