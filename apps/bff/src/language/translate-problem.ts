import type { Problem } from '@alcove/contract'
import { errorInChinese, inChinese } from '@alcove/contract/zh-CN'
import { detailOf } from '../errors.ts'

/** The problem in Chinese. What a function threw stays in its own words. */
export function translateProblem(problem: Problem): Problem {
  const errors = problem.errors?.map(({ path, message }) => ({ path, message: inChinese(message) }))
  return {
    ...problem,
    title: inChinese(problem.title),
    detail: detailInChinese(problem, errors),
    ...(errors && { errors }),
  }
}

function detailInChinese({ detail, error, errors }: Problem, translated: Problem['errors']): string {
  if (translated && detail === detailOf(errors!)) return detailOf(translated)
  return error ? errorInChinese({ name: error.name, message: detail }) : inChinese(detail)
}
