export { openZip, ZipError, type ZipFile, type ZipLimits } from './open-zip.ts'
export { inflatesTooMuch } from './checks.ts'
export { fileToPack } from './file-to-pack.ts'
export { zipStream, type PackedFile } from './zip-stream.mjs'
