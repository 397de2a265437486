import { describe, expect, it } from 'vitest'
import { environmentOf, parseDotEnv, variable } from './environment.ts'

describe('parseDotEnv()', () => {
  it('reads names and values, skipping comments and blank lines', () => {
    expect(parseDotEnv('# key\nSTRIPE_KEY=sk_1\n\nexport REGION = eu # here\n')).toEqual([
      ['STRIPE_KEY', 'sk_1'],
      ['REGION', 'eu'],
    ])
  })
  it('takes quotes off and keeps what is inside them', () => {
    expect(parseDotEnv(`GREETING="hello # world"`)).toEqual([['GREETING', 'hello # world']])
  })
  it.each([
    ['QUOTED="a value" # what it is for', 'a value'],
    [String.raw`LINES="one\ntwo"`, 'one\ntwo'],
    [String.raw`LITERAL='one\ntwo'`, String.raw`one\ntwo`],
    ['KEY="-----BEGIN-----\nMII=\n-----END-----"', '-----BEGIN-----\nMII=\n-----END-----'],
    ['KEY=`it\'s "so"`', 'it\'s "so"'],
    ['URL=https://a.test/?x=1#y', 'https://a.test/?x=1'],
    ['OPEN="no end', '"no end'],
    ['EMPTY=', ''],
    [String.raw`ESCAPED='it\'s'`, String.raw`it\'s`],
    ['HASH="#fff" # a colour', '#fff'],
    ['SPACED=  a value  ', 'a value'],
    ['TRAILING="a" b', '"a" b'],
    ['QUOTES=a"b"c', 'a"b"c'],
  ])('reads %s as dotenv does', (text, value) => {
    const [name] = text.split('=')
    expect(parseDotEnv(`BEFORE=1\r\n${text}\r\nAFTER=2\r\n`)).toEqual([
      ['BEFORE', '1'],
      [name, value],
      ['AFTER', '2'],
    ])
  })
  it.each([
    ['a byte order mark', '\uFEFFA=1\nB=2'],
    ['the line ends of old Macs', 'A=1\rB=2\r'],
    ['colons, as in YAML', 'A: 1\nB: "2"'],
    ['tabs', '\texport\tA\t=\t1\n\tB=2'],
  ])('reads text with %s', (_, text) => {
    expect(parseDotEnv(text)).toEqual([
      ['A', '1'],
      ['B', '2'],
    ])
  })
  it('keeps names that no variable may have, so that the form can complain about them', () => {
    expect(parseDotEnv('my.name=1\n2ND=2')).toEqual([
      ['my.name', '1'],
      ['2ND', '2'],
    ])
  })
})

describe('environmentOf()', () => {
  it('leaves out rows without a name', () => {
    expect(environmentOf([variable('A', '1'), variable('', 'lost')])).toEqual({ A: '1' })
  })
})
