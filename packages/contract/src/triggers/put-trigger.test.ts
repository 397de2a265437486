import { expect, test } from 'vitest'
import { PutTrigger } from './index.ts'

const hmac = (preset: string, secret: string) => ({ type: 'http', config: { auth: 'hmac', hmac: { preset, secret } } })
const timer = (config: object) => ({ type: 'timer', config })

test.each<[what: string, trigger: object, path: string]>([
  ['an unknown time zone', timer({ cron: '0 3 * * *', timezone: 'Mars/Phobos' }), 'config.timezone'],
  ['a rate below a second', timer({ rateSeconds: 0.2 }), 'config.rateSeconds'],
  ['a secret that is no base64', hmac('standard', 'whsec_this is not base64!'), 'config.hmac.secret'],
  ['a secret with a digit too many', hmac('standard', `whsec_${'A'.repeat(33)}`), 'config.hmac.secret'],
  ['a secret with wrong padding', hmac('standard', `whsec_${'A'.repeat(31)}==`), 'config.hmac.secret'],
])('%s is refused, with its place', (_, trigger, path) => {
  const { error } = PutTrigger.safeParse(trigger)
  expect(new Set(error?.issues.map((issue) => issue.path.join('.')))).toEqual(new Set([path]))
})

test.each([
  ['padded', hmac('standard', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=')],
  ['without padding', hmac('standard', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo')],
  ['as Stripe makes them', hmac('stripe', 'whsec_not-base64_but-used-as-it-is')],
])('secrets %s are taken', (_, trigger) => {
  expect(PutTrigger.safeParse(trigger).error).toBeUndefined()
})
