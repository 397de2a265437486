/*
 * Rows in PostgreSQL's binary COPY format (https://www.postgresql.org/docs/18/sql-copy.html, "Binary Format"), written
 * as the calls end. Statements with arrays cost four times as much here and twice as much there; and a batch that is
 * already bytes makes no pause when it goes out.
 */

/** `PGCOPY\n\377\r\n\0`, no flags, no extension. */
export const COPY_HEAD = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex')
export const COPY_END = Buffer.from([0xff, 0xff])

const FIRST_BYTES = 64 * 1024
/** Milliseconds from 1970 to 2000, where PostgreSQL's time begins. */
const EPOCH = 946_684_800_000
const MAX_INT4 = 2 ** 31 - 1
const DASH = 45

const HEX_DIGITS = new Int8Array(128).fill(-1)
for (let digit = 0; digit < 16; digit++) {
  HEX_DIGITS[digit.toString(16).charCodeAt(0)] = digit
  HEX_DIGITS[digit.toString(16).toUpperCase().charCodeAt(0)] = digit
}

/** Every method appends one field. They throw on what the column could not hold. */
export class BinaryRows {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES)
  length = 0

  slice(from: number, to: number): Buffer {
    return this.#bytes.subarray(from, to)
  }

  /** Takes back what was written after `length`. */
  cut(length: number): void {
    this.length = length
  }

  row(fields: number): void {
    this.#room(2)
    this.length = this.#bytes.writeInt16BE(fields, this.length)
  }

  none(): void {
    this.#room(4)
    this.length = this.#bytes.writeInt32BE(-1, this.length)
  }

  int4(value: number | null): void {
    if (value === null) return this.none()
    if (!Number.isInteger(value) || Math.abs(value) > MAX_INT4) throw new RangeError(`${value} is not an int4`)
    this.#room(8)
    this.length = this.#bytes.writeInt32BE(value, this.#bytes.writeInt32BE(4, this.length))
  }

  float4(value: number | null): void {
    if (value === null) return this.none()
    this.#room(8)
    this.length = this.#bytes.writeFloatBE(value, this.#bytes.writeInt32BE(4, this.length))
  }

  float8(value: number): void {
    this.#room(12)
    this.length = this.#bytes.writeDoubleBE(value, this.#bytes.writeInt32BE(8, this.length))
  }

  /** `time` in milliseconds since 1970. */
  timestamp(time: number): void {
    const microseconds = Math.round((time - EPOCH) * 1000)
    if (!Number.isSafeInteger(microseconds)) throw new RangeError(`${time} is not a time`)
    this.#room(12)
    const at = this.#bytes.writeInt32BE(8, this.length)
    this.#bytes.writeInt32BE(Math.floor(microseconds / 2 ** 32), at)
    this.length = this.#bytes.writeUInt32BE(microseconds >>> 0, at + 4)
  }

  uuid(text: string | null): void {
    if (text === null) return this.none()
    if (text.length !== 36) throw new TypeError(`"${text}" is not a UUID`)
    this.#room(20)
    const bytes = this.#bytes
    let at = bytes.writeInt32BE(16, this.length)
    for (let from = 0; from < 36; from += 2) {
      if (from === 8 || from === 13 || from === 18 || from === 23) {
        if (text.charCodeAt(from) !== DASH) throw new TypeError(`"${text}" is not a UUID`)
        from += 1
      }
      const high = HEX_DIGITS[text.charCodeAt(from)] ?? -1
      const low = HEX_DIGITS[text.charCodeAt(from + 1)] ?? -1
      if (high < 0 || low < 0) throw new TypeError(`"${text}" is not a UUID`)
      bytes[at++] = (high << 4) | low
    }
    this.length = at
  }

  /** The bytes of a text of hexadecimal digits. */
  hex(text: string | null): void {
    if (text === null) return this.none()
    const size = text.length / 2
    this.#room(4 + size)
    const from = this.#bytes.writeInt32BE(size, this.length)
    if (this.#bytes.write(text, from, 'hex') !== size) throw new TypeError(`"${text}" is not hexadecimal`)
    this.length = from + size
  }

  /** Also json, which is text to COPY. */
  text(value: string | null): void {
    if (value === null) return this.none()
    // A UTF-16 unit takes at most three bytes in UTF-8.
    this.#room(4 + value.length * 3)
    const from = this.length + 4
    const written = value.length <= 64 ? this.#ascii(value, from) : -1
    const size = written === -1 ? this.#bytes.write(value, from, 'utf8') : written
    this.#bytes.writeInt32BE(size, this.length)
    this.length = from + size
  }

  /** For short text quicker than the way into C++; -1 when there is more in it than ASCII. */
  #ascii(value: string, from: number): number {
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at)
      if (code > 127) return -1
      this.#bytes[from + at] = code
    }
    return value.length
  }

  #room(bytes: number): void {
    if (this.length + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + bytes))
    this.#bytes.copy(larger, 0, 0, this.length)
    this.#bytes = larger
  }
}
