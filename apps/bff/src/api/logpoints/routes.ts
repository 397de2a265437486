import { AddLogpoint, invalid, Logpoint, LogpointList } from '@alcove/contract'
import { addLogpoint, listLogpoints, removeLogpoint } from '@alcove/platform'
import { Script } from 'node:vm'
import { route } from '../route.ts'

const OF_FUNCTION = '/spaces/{space}/functions/{fn}'

export const logpointRoutes = [
  route({
    method: 'post',
    path: `${OF_FUNCTION}/logpoints`,
    action: 'functions:write',
    summary:
      'Add a log line to a version that runs, for some minutes or hits, without a pause and without a new version',
    body: AddLogpoint,
    status: 201,
    answer: Logpoint,
    run({ ctx, params, body }) {
      requireExpression('expression', body.expression)
      if (body.condition !== null) requireExpression('condition', body.condition)
      return addLogpoint({ ctx, input: { ...params, ...body } })
    },
  }),
  route({
    method: 'get',
    path: `${OF_FUNCTION}/logpoints`,
    action: 'logs:read',
    summary: 'List the logpoints of a function, newest first',
    answer: LogpointList,
    run: ({ ctx, params }) => listLogpoints({ ctx, input: params }),
  }),
  route({
    method: 'delete',
    path: `${OF_FUNCTION}/logpoints/{logpoint}`,
    action: 'functions:write',
    summary: 'Remove a logpoint',
    status: 204,
    run: ({ ctx, params }) => removeLogpoint({ ctx, input: params }),
  }),
]

/**
 * One expression, so that it cannot end the code around it and begin other code: text that closes a bracket it has not
 * opened does not compile in brackets of both kinds. Nothing runs here.
 */
function requireExpression(path: string, text: string): void {
  try {
    for (const code of [`(${text}\n)`, `[${text}\n]`]) void new Script(code)
  } catch (error) {
    throw invalid(path, `Not one expression of JavaScript: ${(error as Error).message}`)
  }
}
