import { createHmac } from 'node:crypto'

/** The code that an authenticator app shows (RFC 6238) for an `otpauth:` address. */
export function codeFor(otpauth: string, now = Date.now()): string {
  const secret = bytesOf(new URL(otpauth).searchParams.get('secret')!)
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const at = digest.at(-1)! & 0xf
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Base 32 (RFC 4648). */
function bytesOf(text: string): Buffer {
  const bits = [...text.replaceAll('=', '')]
    .map((digit) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(digit).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
