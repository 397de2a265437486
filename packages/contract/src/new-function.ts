import { z } from 'zod'
import { CreateFunction } from './functions.ts'
import { Name } from './names.ts'
import { PutTest } from './tests.ts'
import { PutTrigger } from './triggers/index.ts'

/** What comes with a new function at most. More can follow one by one. */
const MOST = 20
const few = <Value extends z.ZodType>(value: Value) =>
  z
    .record(Name, value)
    .default({})
    .refine((all) => Object.keys(all).length <= MOST, { message: `At most ${MOST}` })

/** A function with what starts it and what tests it: all of it is made, or nothing. */
export const NewFunction = CreateFunction.extend({
  triggers: few(PutTrigger).meta({ description: 'By name, as in PUT …/triggers/{trigger}. Needs triggers:write' }),
  tests: few(PutTest).meta({ description: 'By name, as in PUT …/tests/{test}' }),
}).meta({ id: 'NewFunction' })
export type NewFunction = z.infer<typeof NewFunction>

/** Another function with the draft's code and configuration, the secrets and the tests of this one; without triggers. */
export const DuplicateFunction = z.strictObject({ name: Name }).meta({ id: 'DuplicateFunction' })
export type DuplicateFunction = z.infer<typeof DuplicateFunction>
