/** A zip to save under a telling name. */
export function archiveResponse(bytes: Uint8Array, name: string): Response {
  // A Buffer is never shared memory here, which is all that its type leaves open.
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': 'application/zip',
      'Content-Length': String(bytes.byteLength),
      'Content-Disposition': `attachment; filename="${name}.zip"`,
    },
  })
}
