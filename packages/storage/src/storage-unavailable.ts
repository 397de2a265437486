/** The service that stores the data cannot be reached, or refuses: nothing that the caller of a store could mend. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable'
  constructor(cause: Error) {
    super(`The S3 service failed: ${cause.name}: ${cause.message}`, { cause })
  }
}
