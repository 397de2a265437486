/** The CRC-32 polynomial, lowest bit last. */
const POLYNOMIAL = 0xedb88320

/**
 * The CRC-32 of two byte strings one after the other, from theirs and the length of the second: the way of zlib's
 * crc32_combine. A CRC is linear, so bytes that follow multiply it by a matrix of bits, which squaring finds in as many
 * steps as the length has binary digits.
 */
export function combineCrc32(first: number, second: number, secondBytes: number): number {
  let crc = first
  // One zero bit, squared to two and four, and to a byte as the loop begins.
  let power = squared(squared([POLYNOMIAL, ...Array.from({ length: 31 }, (_, bit) => 2 ** bit)]))
  for (let left = secondBytes; left > 0; left = Math.floor(left / 2)) {
    power = squared(power)
    if (left % 2 === 1) crc = times(power, crc)
  }
  return (crc ^ second) >>> 0
}

function times(matrix: readonly number[], vector: number): number {
  let sum = 0
  for (let bit = 0; bit < 32; bit += 1) if (((vector >>> bit) & 1) === 1) sum ^= matrix[bit]!
  return sum >>> 0
}

const squared = (matrix: readonly number[]): number[] => matrix.map((row) => times(matrix, row))
