/** Finds lines of the author's files in what runs: the files themselves, or a bundle with its source map. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const MAX_MAP = 4 * 1024 * 1024
/** A line without code stands for the next one that has some, at most this far down. */
const MAX_MOVE = 20
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Where V8 has it: a pattern for the address of the script; line and column from 0.
 * @typedef {{ urlRegex: string, lineNumber: number, columnNumber: number }} Place */

/**
 * @param {{ taskFolder: string, file: string }} code
 * @returns {(file: string, line: number) => Place}
 */
export function lineFinder({ taskFolder, file: entry }) {
  const map = readMap(`${entry}.map`)
  const sources =
    map === null
      ? []
      : map.sources.map((/** @type {string} */ source) => resolve(dirname(entry), map.sourceRoot ?? '', source))
  return (file, line) => {
    const source = sources.findIndex((/** @type {string} */ each) => each.endsWith(`/${file}`))
    if (source < 0) return { urlRegex: patternOf(`${taskFolder}/${file}`), lineNumber: line - 1, columnNumber: 0 }
    const found = generatedPlace(map.mappings, source, line - 1)
    if (found === null) throw new Error(`There is no code at ${file}:${line}`)
    return { urlRegex: patternOf(entry), ...found }
  }
}

/** Modules are named by addresses in some cases and by paths in others. @param {string} path */
const patternOf = (path) =>
  `(^|/)${path
    .split('/')
    .slice(-3)
    .join('/')
    .replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')}$`

/** @param {string} path */
function readMap(path) {
  try {
    if (statSync(path).size > MAX_MAP) return null
    const map = JSON.parse(readFileSync(path, 'utf8'))
    return Array.isArray(map.sources) && typeof map.mappings === 'string' ? map : null
  } catch {
    return null
  }
}

/**
 * The first place in the generated code for the line of a source, or for the next line that has code. The format is
 * that of ECMA-426: per generated line, segments of numbers relative to the segment before.
 * @param {string} mappings
 * @param {number} source
 * @param {number} line from 0
 */
function generatedPlace(mappings, source, line) {
  let [atSource, atLine, atColumn] = [0, 0, 0]
  /** @type {{ lineNumber: number, columnNumber: number } | null} */
  let best = null
  let bestLine = line + MAX_MOVE
  mappings.split(';').forEach((text, lineNumber) => {
    let columnNumber = 0
    for (const segment of text.split(',')) {
      const [column = 0, ofSource, ofLine = 0, ofColumn = 0] = numbersOf(segment)
      columnNumber += column
      if (ofSource === undefined) continue
      atSource += ofSource
      atLine += ofLine
      atColumn += ofColumn
      if (atSource !== source || atLine < line || atLine >= bestLine) continue
      best = { lineNumber, columnNumber }
      bestLine = atLine
    }
  })
  return best
}

/** Base 64 digits of five bits each, the lowest first; the lowest bit of a number is its sign. @param {string} text */
function numbersOf(text) {
  /** @type {number[]} */
  const numbers = []
  let value = 0
  let shift = 0
  for (const digit of text) {
    const bits = DIGITS.indexOf(digit)
    value += (bits & 31) << shift
    shift += 5
    if ((bits & 32) !== 0) continue
    numbers.push((value & 1) === 1 ? -(value >>> 1) : value >>> 1)
    value = shift = 0
  }
  return numbers
}
