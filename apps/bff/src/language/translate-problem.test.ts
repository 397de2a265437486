import { AlcoveError, type ProblemCode, type ProblemExtras } from '@alcove/contract'
import { expect, test } from 'vitest'
import { problemOf, validationFailed } from '../errors.ts'
import { translateProblem } from './translate-problem.ts'

const inChinese = (error: AlcoveError) => translateProblem(problemOf(error, 'r1').problem)
const failed = (code: ProblemCode, detail: string, extras: ProblemExtras = {}) => new AlcoveError(code, detail, extras)

test('every field is translated, and the sentence that names them all', () => {
  const fields = [
    { path: 'name', message: 'Is missing' },
    { path: 'contentType', message: 'Must look like "image/jpeg" or "text/plain; charset=utf-8"' },
  ]
  expect(inChinese(validationFailed(fields))).toMatchObject({
    code: 'ValidationFailed',
    title: '请求无效',
    detail: 'name: 缺少此项; contentType: 格式须如“image/jpeg”或“text/plain; charset=utf-8”',
    errors: [
      { path: 'name', message: '缺少此项' },
      { path: 'contentType', message: '格式须如“image/jpeg”或“text/plain; charset=utf-8”' },
    ],
  })
})

test('what a function threw stays in its own words', () => {
  const error = { name: 'Error', message: 'Not found' }
  const problem = inChinese(failed('FunctionError', 'Not found', { error }))
  expect(problem).toMatchObject({ title: '函数执行失败', detail: 'Not found', error })
})

test('what Alcove says of a call is translated, its error is not', () => {
  const exited = { name: 'ProcessExit', message: 'The function ended its process with exit code 3 before it answered' }
  expect(inChinese(failed('FunctionError', exited.message, { error: exited })).detail).toBe(
    '函数在应答之前以退出码 3 结束了进程',
  )
  const error = { name: 'Timeout', message: 'The function did not answer within 3000 ms' }
  const problem = inChinese(failed('Timeout', error.message, { error }))
  expect(problem).toMatchObject({ title: '函数超时', detail: '函数未能在 3000 毫秒内应答', error })
})
