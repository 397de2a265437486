import type { Problem } from '@alcove/contract'
import type { MiddlewareHandler } from 'hono'
import { PROBLEM_TYPE } from '../errors.ts'
import type { Env } from '../http/request.ts'
import { languageOf } from './language-of.ts'
import { translateProblem } from './translate-problem.ts'

/** Writes problems of the API in the language that the client asks for. Also stored ones, which are kept in English. */
export const answerInLanguage: MiddlewareHandler<Env> = async (c, next) => {
  await next()
  if (c.res.headers.get('content-type') !== PROBLEM_TYPE) return
  const language = languageOf(c.req.header('accept-language'))
  c.res.headers.append('Vary', 'Accept-Language')
  c.res.headers.set('Content-Language', language)
  if (language === 'en') return
  const problem = (await c.res.json()) as Problem
  const { status, headers } = c.res
  c.res = undefined
  c.res = new Response(JSON.stringify(translateProblem(problem)), { status, headers })
}
