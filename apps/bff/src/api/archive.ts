/** A zip download under this file name. */
export function archiveResponse(bytes: Uint8Array, name: string): Response {
  // The type also allows a SharedArrayBuffer; ours never is one.
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': 'application/zip',
      'Content-Length': String(bytes.byteLength),
      'Content-Disposition': `attachment; filename="${name}.zip"`,
    },
  })
}
