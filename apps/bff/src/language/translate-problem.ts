import type { Problem } from '@alcove/contract'
import { inChinese } from '@alcove/contract/zh-CN'
import { detailOf } from '../errors.ts'

/** The problem in Chinese. What a function threw stays in its own words. */
export function translateProblem(problem: Problem): Problem {
  const errors = problem.errors?.map(({ path, message }) => ({ path, message: inChinese(message) }))
  const ofFields = problem.errors !== undefined && problem.detail === detailOf(problem.errors)
  return {
    ...problem,
    title: inChinese(problem.title),
    detail: ofFields ? detailOf(errors!) : saidByFunction(problem) ? problem.detail : inChinese(problem.detail),
    ...(errors && { errors }),
  }
}

function saidByFunction({ code, error }: Problem): boolean {
  return error !== undefined && (code === 'FunctionError' || code === 'InitError')
}
