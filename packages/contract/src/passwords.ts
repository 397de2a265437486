import { z } from 'zod'

const MIN = 12
const MAX = 128

/** Why a new password is refused, with a sentence for each reason. */
export const PASSWORD_FAULTS = {
  short: `At least ${MIN} characters`,
  long: `At most ${MAX} characters`,
  simple: 'Too easy to guess: it repeats itself or runs along the keyboard',
  common: 'Too easy to guess: it is one of the most common passwords',
  personal: 'Too easy to guess: little is left of it without your name, your address or the name Alcove',
} as const
export type PasswordFault = keyof typeof PASSWORD_FAULTS

/**
 * Checks a new password; null when it is acceptable. Length and a list of common passwords instead of rules about
 * digits and signs: NIST SP 800-63B-4, 3.1.1.2.
 */
export function passwordFault(password: string, about: { email?: string; name?: string } = {}): PasswordFault | null {
  if (password.length > MAX) return 'long'
  if ([...password].length < MIN) return 'short'
  const plain = password.normalize('NFKC').toLowerCase()
  if (isSimple(plain)) return 'simple'
  if (isCommon(plain)) return 'common'
  return isPersonal(plain, about) ? 'personal' : null
}

/** Checks the password alone. With a known account call `passwordFault` too. */
export const Password = z
  .string()
  .superRefine((password, context) => {
    const fault = passwordFault(password)
    if (fault) context.addIssue({ code: 'custom', message: PASSWORD_FAULTS[fault] })
  })
  .meta({ description: `${MIN} to ${MAX} characters; common and simple ones are refused` })

const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz']
const FEWEST_CHARACTERS = 5
/** Average length of predictable runs above which a password is too simple. */
const LONG_RUN = 4

function isSimple(text: string): boolean {
  if (new Set(text).size < FEWEST_CHARACTERS || unitOf(text).length < FEWEST_CHARACTERS) return true
  let runs = 1
  let direction: Step = 'none'
  for (let at = 1; at < text.length; at += 1) {
    const step = stepOf(text[at - 1]!, text[at]!)
    const goesOn: boolean = step !== 'none' && (direction === 'none' || step === direction)
    if (!goesOn) runs += 1
    direction = goesOn ? step : 'none'
  }
  return runs * LONG_RUN <= text.length
}

type Step = 'up' | 'down' | 'same' | 'none'

function stepOf(from: string, to: string): Step {
  if (from === to) return 'same'
  for (const row of ROWS) {
    const [a, b] = [row.indexOf(from), row.indexOf(to)]
    if (a >= 0 && b >= 0 && Math.abs(a - b) === 1) return a < b ? 'up' : 'down'
  }
  return 'none'
}

/** The repeated unit of a text: "abab" → "ab". */
function unitOf(text: string): string {
  const period = (text + text).indexOf(text, 1)
  return text.slice(0, period)
}

function isCommon(text: string): boolean {
  const core = withoutEnds(unitOf(text))
  const words = [core, lettersOf(core), lettersOf(unleet(core))]
  return words.some((word) => COMMON.has(unitOf(word)))
}

/** "2024password!!" → "password": removes what people add to satisfy rules. */
const withoutEnds = (text: string): string => text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
const lettersOf = (text: string): string => text.replaceAll(/[^\p{L}]+/gu, '')

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}
const unleet = (text: string): string => text.replaceAll(/[013457@$!]/g, (character) => LEET[character]!)

/** Minimum number of characters that do not come from the person's data. */
const OWN = 8

function isPersonal(text: string, { email = '', name = '' }: { email?: string; name?: string }): boolean {
  const tokens = `${email} ${name} alcove`
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token.length > 2)
    .toSorted((a, b) => b.length - a.length)
  const rest = tokens.reduce((left, token) => left.replaceAll(token, ' '), text)
  return rest !== text && rest.replaceAll(/[^\p{L}\p{N}]+/gu, '').length < OWN
}

/**
 * Words of the most common passwords with twelve or more characters, from lists of leaks: alone, repeated, with digits
 * and signs at the ends, or with digits for letters.
 */
const COMMON = new Set(
  `abc abcd access account admin administrator adminadmin amanda andrew angel apple arsenal asdf asdfgh asdfghjkl ashley
  autumn babygirl bailey banana barcelona baseball basketball batman beautiful blink buster butterfly changeme charlie
  chelsea chocolate computer cookie correcthorsebatterystaple daniel default diamond dragon dubsmash eminem facebook
  flower football forever freedom friends fuckyou gfhjkm google guest hannah hello helloworld hunter iloveu iloveyou
  internet jennifer jessica jordan joshua justin killer letmein liverpool login lovely loveme lover loveyou maggie
  master matthew michael michelle minecraft monday monkey mustang myspace naruto nicole ninja november october
  operator oracle orange pass passphrase passwd password passwort pepper pokemon postgres princess purple qazwsx
  qazwsxedc qwaszx qweasd qweasdzxc qwer qwert qwerty qwertyui qwertyuiop ranger robert root samsung secret september
  server shadow soccer spiderman spring starwars summer sunday sunshine superman supersecret system tata test tester
  testing thomas thunder tigger trustno trustnoone unknown user welcome whatever william winter woaini xxxxxx yellow
  zxcvbn zxcvbnm yourpassword mypassword passwordpassword temppassword newpassword adminpassword rootpassword
  testpassword userpassword`.split(/\s+/),
)
